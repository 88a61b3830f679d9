import { unopened, books, accruals, payouts, publish, fold, entriesIn, said, withoutSlots, codeOf } from '../../test/support/publishing.js';
import { verifyEntries } from '../public-log/arithmetic.js';
import { isKind } from '../public-log/entry.js';
import { money } from './money.js';
import { type PublicationMade } from './publication.js';
import type { Accrual } from './publication-books.js';
import { nextPublication, previewPublication } from './publication-decision.js';
import { presetRules } from './publication-rules.js';

describe('The log opens', () => {
  it('not before the steward confirmed the public address, nor without a promise', () => {
    const { address: _, ...unconfirmed } = books();
    expect(codeOf(() => publish(unopened, unconfirmed, '2027-06-01T00:00:00.000Z'))).toBe('publication/address-not-confirmed');
    const unpromised = books({ practice: { label: 'north-street', terms: [] } });
    expect(codeOf(() => publish(unopened, unpromised, '2027-06-01T00:00:00.000Z'))).toBe('publication/no-promise');
  });

  it('on the first scheduled day that can speak of a month of the books, not a second sooner', () => {
    expect(publish(unopened, books(), '2026-12-08T15:59:59.999Z')).toEqual([]);
    const [opening] = publish(unopened, books(), '2026-12-08T16:00:00.000Z');
    expect(opening?.data).toMatchObject({ date: '2026-12-08', period: '2026-10', firstIndex: 0 });
    expect(opening?.data.rulesText).toBe(presetRules('guarded').text);
  });

  it('whether there is anything to say or not, so that its opening says nothing', () => {
    const empty = publish(unopened, books(), '2026-12-08T16:00:00.000Z');
    const waiting = books({ accruals: accruals('2026-10', 4), payouts: payouts('2026-10', 4) });
    const held = publish(unopened, waiting, '2026-12-08T16:00:00.000Z');
    expect(held[0]?.data.entries).toEqual(empty[0]?.data.entries);
    expect(held[0]?.data.counted).toEqual({ accruals: [], payouts: [], returned: [], released: [] });
  });

  it('with its rules, its currency, the promise’s share, and the balance from before', () => {
    const opening: Accrual = { ref: 'before', kind: 'opening', currency: 'CAD', month: '2026-10', owedMinor: 1500n };
    const made = publish(
      unopened,
      books({ accruals: [opening, ...accruals('2026-10', 12)], payouts: payouts('2026-10', 5) }),
      '2026-12-08T16:00:00.000Z',
    );
    expect(entriesIn(made).map(({ kind }) => kind)).toEqual([
      'log.opened',
      'currency.opened',
      'practice.joined',
      'pledge.accrued',
      'batch.paid',
      'pool.stated',
    ]);
    expect(made[0]?.data.entries[3]).toBe(
      '{"currency":"CAD","date":"2026-12-08","kind":"pledge.accrued","minor":48000,"period":"2026-10","practice":"north-street","v":1}',
    );
    expect(made[0]?.data.entries[5]).toBe(
      '{"accrued":48000,"closing":39500,"converted_in":0,"converted_out":0,"currency":"CAD",' +
        '"date":"2026-12-08","kind":"pool.stated","opening":1500,"paid":10000,"period":"2026-10",' +
        '"returned":0,"v":1}',
    );
  });
});

describe('Each scheduled day', () => {
  it('states every pool, also in a month in which nothing can be said', () => {
    const made = publish(unopened, books(), '2027-02-09T16:00:00.000Z');
    expect(said(made).filter((line) => line.endsWith('pool.stated'))).toEqual([
      '2026-12-08 pool.stated',
      '2027-01-12 pool.stated',
      '2027-02-09 pool.stated',
    ]);
  });

  it('that was missed is caught up under its own date, in order, and says what it would have said', () => {
    const year = books({
      accruals: [...accruals('2026-10', 5), ...accruals('2026-11', 4), ...accruals('2026-12', 1)],
      payouts: [...payouts('2026-10', 4), ...payouts('2026-11', 6)],
    });
    const late = publish(unopened, year, '2027-03-01T00:00:00.000Z');
    let [log, inTime] = [unopened, [] as PublicationMade[]];
    for (const now of ['2026-12-08T16:00:00.000Z', '2027-01-12T16:00:01.000Z', '2027-02-09T17:00:00.000Z']) {
      const counted = new Set(inTime.flatMap(({ data }) => [...data.counted.accruals, ...data.counted.payouts].map((ref) => ref)));
      const left = {
        ...year,
        accruals: year.accruals.filter(({ ref }) => !counted.has(ref)),
        payouts: year.payouts.filter(({ payoutId }) => !counted.has(payoutId)),
      };
      const made = publish(log, left, now, now);
      inTime = [...inTime, ...made];
      log = fold(made, log);
    }
    expect(withoutSlots(late)).toEqual(withoutSlots(inTime));
    expect(late.map(({ data }) => [data.date, data.firstIndex])).toEqual([
      ['2026-12-08', 0],
      ['2027-01-12', 5],
      ['2027-02-09', 7],
    ]);
    expect(verifyEntries(entriesIn(late))).toEqual([]);
  });

  it('is published once', () => {
    const made = publish(unopened, books(), '2026-12-08T16:00:00.000Z');
    expect(publish(fold(made), books(), '2026-12-31T00:00:00.000Z')).toEqual([]);
  });

  it('that lies before new rules were adopted still goes by the old', () => {
    const changed = books({
      rules: [...books().rules, { adoptedAt: '2027-01-20T00:00:00.000Z', rules: presetRules('open') }],
    });
    const made = publish(unopened, changed, '2027-05-11T16:00:00.000Z');
    expect(said(made).filter((line) => line.includes('rules'))).toEqual(['2027-02-09 rules.changed']);
    const [change] = entriesIn(made).filter(isKind('rules.changed'));
    expect(change).toMatchObject({ effective: '2027-03', k: 3, delay: 7 });
    expect(made.map(({ data }) => data.period)).toEqual(['2026-10', '2026-11', '2026-12', '2027-01', '2027-03', '2027-04']);
    expect(verifyEntries(entriesIn(made))).toEqual([]);
  });

  it('leaves a day out when stricter rules have not yet let another month lie long enough', () => {
    const [open, guarded] = [presetRules('open'), presetRules('guarded')];
    const tightened = books({
      rules: [
        { adoptedAt: '2026-10-20T12:00:00.000Z', rules: open },
        { adoptedAt: '2026-11-20T00:00:00.000Z', rules: guarded },
      ],
    });
    const made = publish(unopened, tightened, '2027-04-13T16:00:00.000Z');
    expect(made.map(({ data }) => [data.date, data.period])).toEqual([
      ['2026-11-10', '2026-10'],
      ['2026-12-08', '2026-11'],
      ['2027-01-12', '2026-12'],
      ['2027-03-09', '2027-01'],
      ['2027-04-13', '2027-02'],
    ]);
    expect(verifyEntries(entriesIn(made))).toEqual([]);
  });

  it('says a new share by leaving under the old one', () => {
    const raised = books({
      practice: {
        label: 'north-street',
        terms: [
          { from: '2026-10', rateBp: 2000 },
          { from: '2026-12', rateBp: 2500 },
        ],
      },
    });
    const made = publish(unopened, raised, '2027-02-09T16:00:00.000Z');
    expect(made[2]?.data.entries.slice(0, 2)).toEqual([
      '{"date":"2027-02-09","kind":"practice.left","practice":"north-street","until":"2026-11","v":1}',
      '{"date":"2027-02-09","from":"2026-12","kind":"practice.joined","practice":"north-street","rate":2500,"v":1}',
    ]);
    expect(verifyEntries(entriesIn(made))).toEqual([]);
  });

  it('opens a currency when it is first spoken of, and sums what was converted for it', () => {
    const abroad = payouts('2026-11', 5).map((payout) => ({
      ...payout,
      paid: money(2000n, 'USD'),
      given: money(2740n, 'CAD'),
    }));
    const made = publish(unopened, books({ payouts: abroad }), '2027-01-12T16:00:00.000Z');
    expect(entriesIn(made.slice(1)).map(({ kind }) => kind)).toEqual([
      'currency.opened',
      'pool.converted',
      'batch.paid',
      'pool.stated',
      'pool.stated',
    ]);
    const pools = entriesIn(made.slice(1)).filter(isKind('pool.stated'));
    expect(
      pools.map(({ currency, converted_in, converted_out, paid, closing }) => [currency, converted_in, converted_out, paid, closing]),
    ).toEqual([
      ['CAD', 0n, 13_700n, 0n, -13_700n],
      ['USD', 10_000n, 0n, 10_000n, 0n],
    ]);
    expect(verifyEntries(entriesIn(made))).toEqual([]);
  });

  it('cuts more than 1,500 slots into parts that sum to the whole', () => {
    const made = publish(unopened, books({ payouts: payouts('2026-10', 8, 100_000n) }), '2026-12-08T16:00:00.000Z');
    const parts = entriesIn(made).filter(isKind('batch.paid'));
    expect(parts.map(({ part, parts: of, count, total }) => [part, of, count, total])).toEqual([
      [1, 2, 1500, 750_000n],
      [2, 2, 100, 50_000n],
    ]);
    expect(verifyEntries(entriesIn(made))).toEqual([]);
  });
});

describe('Before a publication', () => {
  it('the page can say when first figures can come', () => {
    const { address: _, ...unconfirmed } = books();
    expect(nextPublication(unopened, unconfirmed, '2026-10-20T12:00:00.000Z')).toEqual({
      date: '2026-12-08',
      period: '2026-10',
    });
  });

  it('the steward sees what it will say, what waits, and why, and nothing is decided by looking', () => {
    const waiting = books({ accruals: accruals('2026-10', 4), payouts: payouts('2026-10', 5) });
    const preview = previewPublication(unopened, waiting, '2026-11-01T00:00:00.000Z');
    expect(preview).toMatchObject({ date: '2026-12-08', dueAt: '2026-12-08T16:00:00.000Z' });
    expect(preview?.judgement.batches).toEqual([{ currency: 'CAD', unitMinor: 500n, count: 20 }]);
    expect(preview?.judgement.waits).toMatchObject([{ what: 'pledge', why: 'five-payments', currency: 'CAD' }]);
    const made = publish(unopened, waiting, '2026-12-08T16:00:00.000Z');
    expect(withoutSlots(made)).toEqual(preview?.entries.map((entry) => entry.replace(/"slots":"[^"]*"/, (slots) => `${slots.length}`)));
  });
});
