import fc from 'fast-check';
import { asked, cash, lineOf, promising, refusalOf } from '../../test/support/given.js';
import { allocateObservation, findPart, inProportionDown, onlySum } from './allocation.js';
import { type Witnesses, findEvidence, reopenObservation } from './evidence.js';
import { type Money, money, sum } from './money.js';
import { type AllocatedPart, type Observation, type RecordedObservation, evolveObservation } from './observation.js';
import { type Payment, evolvePayment, paymentStream, recordPayment } from './payment.js';
import { voidPayment } from './payment-changes.js';

const now = '2026-11-02T15:00:00.000Z';
const at = '2026-10-04T16:00:00.000Z';
const books = promising();
const line = (amount = '450.00 CAD', more: Partial<RecordedObservation> = {}): RecordedObservation => lineOf(amount, more);
const waiting = (recorded = line()): Observation => ({ status: 'to-review', recorded });
const parts = (...said: readonly (readonly [payment: string, amount: string])[]): AllocatedPart[] =>
  said.map(([payment, amount]) => ({ payment, amount: cash(amount) }));
const unknown = paymentStream('p').unborn;
const paid = (id: string, amount: string, observation?: string): Payment =>
  recordPayment(
    unknown,
    id,
    { amount: cash(amount), method: 'interac', offering: 'group', receivedAt: at, ...(observation && { observation }) },
    {},
    books,
    { month: '2026-10' },
  ).payment.reduce(evolvePayment, unknown);
const allocate = (said: AllocatedPart[], of = waiting()) => allocateObservation(of, said, now);

describe('A line that holds several payments', () => {
  const three = parts(['p1', '200.00 CAD'], ['p2', '150.00 CAD'], ['p3', '100.00 CAD']);

  it('is matched with all of them at once, each with its part', () => {
    expect(allocate(three)).toEqual([
      { type: 'ObservationMatched', data: { observation: 'o1', amount: cash('450.00 CAD'), parts: three }, happenedAt: now },
    ]);
    expect(allocate(three).reduce(evolveObservation, waiting())).toMatchObject({ status: 'matched', payments: ['p1', 'p2', 'p3'] });
  });

  it.each<[string, AllocatedPart[], string]>([
    ['parts that come to less', parts(['p1', '200.00 CAD'], ['p2', '249.99 CAD']), 'parts'],
    ['parts that come to more', parts(['p1', '200.00 CAD'], ['p2', '250.01 CAD']), 'parts'],
    ['no part', [], 'parts'],
    ['more than forty', parts(...Array.from({ length: 41 }, (_, n) => [`p${n}`, '1.00 CAD'] as const)), 'parts'],
    ['a part of nothing', parts(['p1', '450.00 CAD'], ['p2', '0.00 CAD']), 'parts.1.amount'],
    ['a part below nothing', parts(['p1', '500.00 CAD'], ['p2', '-50.00 CAD']), 'parts.1.amount'],
    ['a part in another currency', parts(['p1', '400.00 CAD'], ['p2', '50.00 USD']), 'parts.1.amount'],
    ['one payment named twice', parts(['p1', '400.00 CAD'], ['p1', '50.00 CAD']), 'parts.1.payment'],
  ])('not with %s', (_, said, field) => {
    expect(refusalOf(() => allocate(said))).toBe(field);
  });

  it.each<[string, Observation, string]>([
    ['that nobody brought in', { status: 'unknown' }, 'observation/unknown'],
    ['that is matched', { status: 'matched', recorded: line(), payments: ['p0'] }, 'observation/matched'],
    ['that was put aside', { status: 'dismissed', recorded: line() }, 'observation/dismissed'],
    ['whose money went out', waiting(line('-450.00 CAD')), 'observation/not-money-in'],
    ['that was not finished at its source', waiting(line('450.00 CAD', { reading: 'pending' })), 'observation/pending'],
  ])('not one %s', (_, observation, why) => {
    expect(refusalOf(() => allocate(three, observation))).toBe(why);
  });

  it('is opened again as a whole: each payment waits for its line once more', () => {
    const before = [paid('p1', '200.00 CAD'), paid('p2', '250.00 CAD')];
    const said = parts(['p1', '200.00 CAD'], ['p2', '250.00 CAD']);
    const spoken = before.map((payment, index) =>
      findPart(payment, line(), said[index]!.amount, new Map(), 'parts.0', now).reduce(evolvePayment, payment),
    );
    const { observation, payments } = reopenObservation(allocate(said).reduce(evolveObservation, waiting()), spoken, now);
    expect(observation[0]!.data).toEqual({ observation: 'o1', payments: ['p1', 'p2'] });
    expect(observation.reduce(evolveObservation, waiting()).status).toBe('to-review');
    expect(payments.map((facts, index) => facts.reduce(evolvePayment, spoken[index]!))).toEqual(before);
  });

  it('stays while one of the payments that it became stands', () => {
    const said = parts(['p1', '200.00 CAD'], ['p2', '250.00 CAD']);
    const matched = allocate(said).reduce(evolveObservation, waiting());
    const became = paid('p2', '250.00 CAD', 'o1');
    expect(refusalOf(() => reopenObservation(matched, [unknown, became], now))).toBe('observation/is-a-payment');
    const out = voidPayment(became, { ...asked, payment: 'p2', reason: 'not-a-payment' }, books, { month: '2026-11' }, now);
    expect(reopenObservation(matched, [unknown, out.payment.reduce(evolvePayment, became)], now).payments).toEqual([[], []]);
  });
});

describe('A payment that came in several lines', () => {
  const nobody: Witnesses = new Map();
  const part = (payment: Payment, amount: string, observation = 'o1', of = nobody, source = 'rbc-chequing') =>
    findPart(payment, { observation, source }, cash(amount), of, 'parts.0', now);
  const spokenFor = (payment: Payment, amount: string, observation: string): Payment =>
    part(payment, amount, observation).reduce(evolvePayment, payment);

  it('is spoken for by each with its part, until all of it is', () => {
    expect(part(paid('p1', '300.00 CAD'), '100.00 CAD')[0]!.data).toEqual({ payment: 'p1', observation: 'o1', amount: cash('100.00 CAD') });
    const first = spokenFor(paid('p1', '300.00 CAD'), '100.00 CAD', 'o1');
    const both = spokenFor(first, '200.00 CAD', 'o2');
    expect(refusalOf(() => part(both, '0.01 CAD', 'o3'))).toBe('parts.0');
  });

  it('by a line alone for all of it: then no amount is said', () => {
    expect(part(paid('p1', '300.00 CAD'), '300.00 CAD')[0]!.data).toEqual({ payment: 'p1', observation: 'o1' });
  });

  it.each<[string, () => unknown]>([
    ['more than is left of it', () => part(spokenFor(paid('p1', '300.00 CAD'), '100.00 CAD', 'o1'), '200.01 CAD', 'o2')],
    ['anything of one that a line became', () => part(paid('p1', '300.00 CAD', 'o0'), '1.00 CAD')],
    [
      'anything of one that another line is matched with in the rows alone',
      () => part(paid('p1', '300.00 CAD'), '1.00 CAD', 'o1', new Map([['o0', { payment: 'p1', is: 'file' }]])),
    ],
    ['another currency', () => part(paid('p1', '300.00 CAD'), '100.00 USD')],
    ['one that nobody recorded', () => part(unknown, '100.00 CAD')],
  ])('never for %s', (_, act) => {
    expect(refusalOf(act)).toBe('parts.0');
  });

  it('beside a mail that speaks for all of it: a witness of the other kind takes nothing away', () => {
    const mailed = paid('p1', '300.00 CAD', 'm0');
    expect(part(mailed, '100.00 CAD', 'o1', new Map([['m0', { payment: 'p1', is: 'mail' }]]))).toHaveLength(1);
  });

  it('no line speaks for all of it any more once one speaks for a part', () => {
    const first = spokenFor(paid('p1', '300.00 CAD'), '100.00 CAD', 'o1');
    expect(refusalOf(() => findEvidence(first, line('300.00 CAD', { observation: 'o2' }), new Map(), 'line 9', now))).toBe('line 9');
  });
});

describe('What belongs to all of a line is cut in proportion to its parts', () => {
  it('a fee of 6.10 over 200.00 and 150.00', () => {
    expect(inProportionDown(cash('6.10 CAD'), [cash('200.00 CAD'), cash('150.00 CAD')])).toEqual([cash('3.48 CAD'), cash('2.62 CAD')]);
  });

  it('whatever the parts, the pieces are all of it, and none is below nothing', () => {
    const amounts = fc.array(fc.bigInt({ min: 1n, max: 10n ** 9n }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 12n }), amounts, (whole, some) => {
        const pieces = inProportionDown(
          money(whole, 'CAD'),
          some.map((minor) => money(minor, 'CAD')),
        );
        expect(sum(pieces, 'CAD')).toEqual(money(whole, 'CAD'));
        expect(pieces.every(({ minor }) => minor >= 0n)).toBe(true);
      }),
    );
  });
});

describe('Payments that together are a line are proposed', () => {
  const free = (...amounts: readonly string[]) => amounts.map((amount, index) => ({ payment: `p${index}`, left: cash(amount) }));
  const found = (amount: Money, of: ReturnType<typeof free>) => onlySum(amount, of)?.map(({ payment }) => payment);

  it.each<[string, string, ReturnType<typeof free>, string[] | undefined]>([
    ['two of three', '350.00 CAD', free('200.00 CAD', '150.00 CAD', '90.00 CAD'), ['p0', 'p1']],
    ['all of them', '440.00 CAD', free('200.00 CAD', '150.00 CAD', '90.00 CAD'), ['p0', 'p1', 'p2']],
    ['none where none come to it', '351.00 CAD', free('200.00 CAD', '150.00 CAD'), undefined],
    ['none where two choices do', '350.00 CAD', free('200.00 CAD', '150.00 CAD', '150.00 CAD'), undefined],
    ['none of another currency', '350.00 CAD', free('200.00 CAD', '150.00 USD'), undefined],
    ['not one that alone is as much: that is no several', '200.00 CAD', free('200.00 CAD'), undefined],
    ['none among too many', '2.00 CAD', free(...Array.from({ length: 13 }, () => '1.00 CAD')), undefined],
  ])('%s', (_, amount, of, expected) => {
    expect(found(cash(amount), of)).toEqual(expected);
  });
});
