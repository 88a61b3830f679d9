import { entriesIn, books, fold, payouts, publish, said, unopened } from '../../test/support/publishing.js';
import { verifyEntries } from '../public-log/arithmetic.js';
import { isKind } from '../public-log/entry.js';
import { judgeAcknowledgements } from './eligible-acknowledgements.js';
import { money } from './money.js';
import type { PublishedPayout, Standing } from './publication-books.js';
import { presetRules } from './publication-rules.js';

const standing: Standing = {
  date: '2027-03-09',
  period: '2027-01',
  rulesOf: () => presetRules('guarded'),
  unitOf: () => 500n,
  isStated: () => true,
  carried: [],
};

/** `Ada 4 said` received four slots and said that they arrived; `Bo 4` has not said so. */
const received = (text: string): readonly PublishedPayout[] =>
  text.split(', ').map((one, at) => {
    const [person = '', slots = '0', word] = one.split(' ');
    const paid = money(BigInt(slots) * 500n, 'CAD');
    const acknowledgedAt = word === 'said' ? '2026-12-20T12:00:00.000Z' : word === 'late' ? '2027-03-09T16:00:01.000Z' : undefined;
    return { payoutId: `${person}-${at}`, person, paid, month: '2026-10', period: '2026-10', ...(acknowledgedAt && { acknowledgedAt }) };
  });

const judged = (text: string, publicationsSince = 2) => {
  const published = received(text);
  const count = Number(published.reduce((sum, { paid }) => sum + paid.minor / 500n, 0n));
  const batch = { index: 4, currency: 'CAD', period: '2026-10', unitMinor: 500n, count, publicationsSince };
  return judgeAcknowledgements([batch], published, standing)[0]?.tenths;
};

const people = (count: number, slots: number, word: string, from = 0) =>
  Array.from({ length: count }, (_, at) => `P${from + at} ${slots} ${word}`).join(', ');

describe('That a batch arrived', () => {
  it.each([
    ['four people’s word is nobody’s', `${people(4, 4, 'said')}, ${people(6, 4, '', 4)}`, undefined],
    ['five people’s is said, in tenths of the slots', `${people(5, 4, 'said')}, ${people(5, 4, '', 5)}`, 5],
    ['rounded down', `${people(5, 4, 'said')}, ${people(3, 4, '', 5)}`, 6],
    ['by slots, not by heads', `${people(5, 1, 'said')}, ${people(5, 9, '', 5)}`, 1],
    ['who had several payouts has said so of all of them', `${people(5, 4, 'said')}, P0 4, ${people(4, 4, '', 5)}`, undefined],
    ['what was said after the day came too late', `${people(4, 4, 'said')}, P4 4 late, ${people(5, 4, '', 5)}`, undefined],
  ])('%s', (_, text, tenths) => {
    expect(judged(text)).toBe(tenths);
  });

  it.each([
    ['alike', 10, 4],
    ['many', 23, 3],
  ])('does not show a single silence among people with %s', (_, count, slots) => {
    const all = people(count, slots, 'said');
    const figures = Array.from({ length: count }, (_, silent) => judged(all.replace(`P${silent} ${slots} said`, `P${silent} ${slots}`)));
    expect(new Set([judged(all), ...figures])).toEqual(new Set([9]));
  });

  it('does not show it either where the one who is silent has half of everything', () => {
    const others = people(9, 2, 'said', 1);
    expect(judged(`P0 18 said, ${others}`)).toBe(5);
    expect(judged(`P0 18, ${others}`)).toBe(5);
    expect(judged(`P0 18 said, ${others.replace('P3 2 said', 'P3 2')}`)).toBe(5);
  });

  it('is never said to be more than it was', () => {
    expect(judged(people(5, 1, 'said'))).toBe(8);
  });

  it('is said three publications later, neither sooner nor later', () => {
    const text = `${people(5, 4, 'said')}, ${people(5, 4, '', 5)}`;
    expect([0, 1, 2, 3].map((since) => judged(text, since))).toEqual([undefined, undefined, 5, undefined]);
  });
});

describe('A log of a practice that asks', () => {
  const asked = books({
    payouts: payouts('2026-10', 6).map((payout) => ({ ...payout, acknowledgedAt: '2026-12-20T12:00:00.000Z' })),
  });

  it('says it of the batch in the fourth publication, and every verifier agrees', () => {
    const made = publish(unopened, asked, '2027-05-11T16:00:00.000Z');
    const entries = entriesIn(made);
    const batch = entries.findIndex(isKind('batch.paid'));
    expect(entries.filter(isKind('batch.acknowledged'))).toEqual([
      { v: 1, kind: 'batch.acknowledged', date: '2027-03-09', of: batch, tenths: 8 },
    ]);
    expect(verifyEntries(entries)).toEqual([]);
  });

  it('says the same whether each publication was made on its day or all were caught up on', () => {
    let log = unopened;
    const one = ['2026-12-08', '2027-01-12', '2027-02-09', '2027-03-09'].flatMap((day) => {
      const isFirst = log.status === 'unopened';
      const published = asked.payouts.map((payout) => ({ ...payout, period: '2026-10' }));
      const from = isFirst ? asked : { ...asked, payouts: [], published };
      const made = publish(log, from, `${day}T16:00:00.000Z`);
      log = fold(made, log);
      return made;
    });
    const all = publish(unopened, asked, '2027-03-09T16:00:00.000Z');
    expect(one.map(({ data }) => data.entries)).toEqual(all.map(({ data }) => data.entries));
    expect(said(all)).toContain('2027-03-09 batch.acknowledged');
  });
});
