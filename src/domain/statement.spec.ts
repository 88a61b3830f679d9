import { asked, cash, refusalOf } from '../../test/support/given.js';
import { evolveAccount, type Account } from './observation.js';
import { type Statement, assertStatement, daysWithout, seamsOf } from './statement.js';
import { type AccountLine, checkStatement } from './statement-check.js';

const now = '2026-11-03T16:00:00.000Z';
const account = 'a';
const bank: Account = { status: 'open', kind: 'bank', currency: 'CAD', statements: [] };
const october: Statement = { from: '2026-10-01', through: '2026-10-31', opening: cash('100.00 CAD'), closing: cash('350.00 CAD') };
const said = (more: Partial<Statement> = {}, at: Account = bank) =>
  assertStatement(at, { ...asked, account, ...october, ...more }, 'America/Toronto', now);
const having = (...all: Partial<Statement>[]): Account => all.flatMap((each) => said(each)).reduce(evolveAccount, bank);

describe("An account's own word on a period", () => {
  it('is kept once, however often it is said, and the last word on the same days counts', () => {
    expect(said({}, having({}))).toEqual([]);
    const corrected = having({}, { closing: cash('351.00 CAD') });
    expect(corrected).toMatchObject({ statements: [{ closing: cash('351.00 CAD') }] });
  });

  it.each<[Partial<Statement>, string]>([
    [{ from: '2026-02-30' }, 'from'],
    [{ through: '2026-09-30' }, 'through'],
    [{ through: '2026-11-04' }, 'through'],
    [{ closing: cash('350.00 USD') }, 'closing.currency'],
    [{ opening: cash('100.00 USD'), closing: cash('350.00 USD') }, 'opening.currency'],
    [{ closing: { minor: 10n ** 16n, currency: 'CAD' } }, 'closing'],
  ])('%j is not taken', (more, field) => {
    expect(refusalOf(() => said(more))).toEqual(field);
  });

  it('of an account that is not watched is refused', () => {
    expect(refusalOf(() => said({}, { status: 'unknown' }))).toBe('account/unknown');
  });

  it('speaks of the last day of a leap February, and of a day that is today in the zone of the ledger', () => {
    expect(said({ from: '2024-02-01', through: '2024-02-29' })).toHaveLength(1);
    expect(said({ through: '2026-11-03' })).toHaveLength(1);
  });

  it.each<[string, Statement[], object[]]>([
    ['the first follows upon nothing', [], []],
    ['one that follows is in order', [{ ...october, from: '2026-09-01', through: '2026-09-30', closing: cash('100.00 CAD') }], []],
    [
      'days between are named',
      [{ ...october, from: '2026-08-01', through: '2026-08-31' }],
      [{ is: 'gap', from: '2026-09-01', through: '2026-09-30' }],
    ],
    [
      'another amount than the one before closed with is named',
      [{ ...october, from: '2026-09-01', through: '2026-09-30', closing: cash('99.00 CAD') }],
      [{ is: 'other-amount', closedWith: cash('99.00 CAD') }],
    ],
    [
      'one of another currency is no neighbour',
      [{ from: '2026-10-15', through: '2026-11-15', opening: cash('1.00 USD'), closing: cash('1.00 USD') }],
      [],
    ],
  ])('beside others: %s', (_, others, seams) => {
    expect(seamsOf(october, [october, ...others])).toEqual(seams);
  });

  it('beside one that shares days with it, both are named', () => {
    const other = { ...october, from: '2026-10-31', through: '2026-11-30' };
    expect(seamsOf(october, [october, other])).toEqual([{ is: 'overlap', with: other }]);
    expect(seamsOf(other, [october, other])).toEqual([{ is: 'overlap', with: october }]);
  });
});

const line = (day: string, amount: string, more: Partial<AccountLine> = {}): AccountLine => ({
  ...{ line: `${day} ${amount}`, day, amount: cash(`${amount} CAD`), fee: cash('0.00 CAD'), status: 'matched', isPending: false },
  ...more,
});
const whole = [line('2026-10-04', '400.00'), line('2026-10-20', '-150.00', { status: 'dismissed' })];
const checked = (lines: readonly AccountLine[], payouts: Parameters<typeof checkStatement>[3] = []) =>
  checkStatement(october, [october], lines, payouts);

describe('A month, as far as statements speak of it', () => {
  const of = (from: string, through: string): Statement => ({ ...october, from, through });
  it.each<[string, Statement[], object[]]>([
    ['without any, all of it is missing', [], [{ from: '2026-10-01', through: '2026-10-31' }]],
    ['one of the very month leaves nothing', [october], []],
    ['two from the middle to the middle leave nothing', [of('2026-10-15', '2026-11-14'), of('2026-09-15', '2026-10-14')], []],
    [
      'a gap between two is named',
      [of('2026-09-20', '2026-10-10'), of('2026-10-13', '2026-11-02')],
      [{ from: '2026-10-11', through: '2026-10-12' }],
    ],
    [
      'so are the days before the first and after the last',
      [of('2026-10-02', '2026-10-30')],
      [
        { from: '2026-10-01', through: '2026-10-01' },
        { from: '2026-10-31', through: '2026-10-31' },
      ],
    ],
    ['those that overlap count once', [of('2026-10-01', '2026-10-20'), of('2026-10-05', '2026-10-31')], []],
    ['one within another takes nothing away', [of('2026-10-01', '2026-10-31'), of('2026-10-05', '2026-10-10')], []],
    ['another month’s does not help', [of('2026-09-01', '2026-09-30')], [{ from: '2026-10-01', through: '2026-10-31' }]],
  ])('%s', (_, statements, missing) => {
    expect(daysWithout(statements, '2026-10-01', '2026-10-31')).toEqual(missing);
  });
});

describe('A statement held against the lines of its account', () => {
  it('adds up with every line, the rent that is none of our business included', () => {
    expect(checked(whole)).toMatchObject({ lines: 2, moved: cash('250.00 CAD'), difference: cash('0.00 CAD'), suspects: [], seams: [] });
  });

  it('counts what the account holds after a fee, and nothing that is not finished or of another currency', () => {
    const lines = [
      line('2026-10-04', '410.00', { fee: cash('10.00 CAD') }),
      line('2026-10-05', '5.00', { isPending: true }),
      line('2026-10-06', '7.00', { amount: cash('7.00 USD'), fee: cash('0.00 USD') }),
    ];
    expect(checked([...lines, whole[1]!])).toMatchObject({ lines: 2, difference: cash('0.00 CAD') });
  });

  it.each<[string, AccountLine[], string, object[]]>([
    [
      'a line over the edge',
      [line('2026-10-04', '370.00'), line('2026-11-01', '30.00')],
      '30.00',
      [{ is: 'over-the-edge', day: '2026-11-01' }],
    ],
    [
      'a line at the edge, counted here',
      [line('2026-10-04', '400.00'), line('2026-10-30', '20.00')],
      '-20.00',
      [{ is: 'at-the-edge', day: '2026-10-30' }],
    ],
    [
      'one that nobody has looked at',
      [line('2026-10-04', '400.00'), line('2026-10-15', '20.00', { status: 'to-review' })],
      '-20.00',
      [{ is: 'unmatched' }],
    ],
    [
      'one that was not finished',
      [line('2026-10-04', '370.00'), line('2026-10-15', '30.00', { isPending: true })],
      '30.00',
      [{ is: 'pending' }],
    ],
    ['a fee', [line('2026-10-04', '400.00', { fee: cash('6.10 CAD') })], '6.10', [{ is: 'fee', amount: cash('6.10 CAD') }]],
    ['nothing that is known', [line('2026-10-04', '399.00')], '1.00', []],
  ])('that does not add up lists what could make it: %s', (_, lines, difference, suspects) => {
    const check = checked([...lines, whole[1]!]);
    expect(check.difference).toEqual(cash(`${difference} CAD`));
    expect(check.suspects).toEqual(suspects.map((each) => expect.objectContaining(each)));
  });

  it('names our own payout of which no line has been brought in', () => {
    const payouts = [
      { payout: 'po-1', day: '2026-10-15', given: cash('40.00 CAD') },
      { payout: 'po-2', day: '2026-10-15', given: cash('35.00 CAD') },
      { payout: 'po-3', day: '2026-09-01', given: cash('40.00 CAD') },
    ];
    expect(checked([line('2026-10-04', '440.00'), whole[1]!], payouts).suspects).toEqual([
      { is: 'our-payout', payout: 'po-1', day: '2026-10-15', amount: cash('-40.00 CAD') },
    ]);
  });
});
