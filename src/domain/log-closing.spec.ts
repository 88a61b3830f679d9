import { accruals, books, codeOf, entriesIn, fold, payouts, publish, unopened } from '../../test/support/publishing.js';
import { verifyEntries } from '../public-log/arithmetic.js';
import { isKind } from '../public-log/entry.js';
import type { Month } from './calendar.js';
import { closeLog } from './log-closing.js';
import { logNumber, logOrigin, successorOrigin } from './log-origin.js';
import { evolvePublication, type Publication, rulesFor } from './publication.js';
import { presetRules } from './publication-rules.js';
import { signCheckpoint } from './signed-head.js';

const now = '2027-01-15T12:00:00.000Z';
const origin = 'ledger.example/north-street/log';
const vkey = 'ledger.example/north-street/log-2+c0ffee00+AQID';
const asked = { ledger: 'l', by: 'account:a', request: 'r', reason: 'key' as const };
const october = books({ accruals: accruals('2026-10', 6), payouts: payouts('2026-10', 6) });

const signed = (log: Publication, root = 'A'.repeat(43)): Publication => {
  if (log.status === 'unopened') throw new Error('Nothing to sign.');
  const head = { origin: log.origin, size: log.nextIndex, root: `${root}=`, vkey: 'v', signature: '' };
  return evolvePublication(log, { type: 'CheckpointSigned', data: head, happenedAt: now });
};
const opened = () => {
  const made = publish(unopened, october, '2027-01-12T16:00:00.000Z');
  return { made, log: signed(fold(made)) };
};
const closed = () => {
  const { made, log } = opened();
  const end = closeLog(log, asked, vkey, now);
  return { entries: entriesIn([...made, ...end]), log: signed(fold(end, log)), end };
};

describe('A log whose key is known to others', () => {
  it('ends with an entry that names its successor and the key of that one, under the day of the last publication', () => {
    const { entries, log } = closed();
    expect(entries.at(-1)).toEqual({
      v: 1,
      kind: 'log.closed',
      date: '2027-01-12',
      reason: 'key',
      next_origin: 'ledger.example/north-street/log-2',
      next_vkey: vkey,
    });
    expect(verifyEntries(entries)).toEqual([]);
    expect(closeLog(log, asked, vkey, now)).toEqual([]);
  });

  it('is not closed before there is one, nor while something of it is not signed', () => {
    expect(codeOf(() => closeLog(unopened, asked, vkey, now))).toBe('publication/no-log');
    expect(codeOf(() => closeLog(fold(opened().made), asked, vkey, now))).toBe('publication/not-signed');
  });

  it('says no more, and its successor does not begin before that last entry is signed', () => {
    const { log, end } = closed();
    const unsigned = fold(end, opened().log);
    expect(publish(unsigned, books(), '2027-02-09T16:00:00.000Z')).toEqual([]);
    expect(publish(log, books(), '2027-02-09T15:59:59.000Z')).toEqual([]);
  });
});

describe('The successor of a log', () => {
  const november = books({ accruals: accruals('2026-12', 6), payouts: payouts('2026-12', 6) });
  const begun = () => {
    const { log, entries } = closed();
    const made = publish(log, november, '2027-02-09T16:00:00.000Z');
    return { before: entries, made, entries: entriesIn(made), log: fold(made, log) };
  };

  it('begins with the next scheduled day, says where the one before ended, and opens every pool where that one closed', () => {
    const { before, entries } = begun();
    expect(entries[0]).toMatchObject({
      kind: 'log.opened',
      date: '2027-02-09',
      origin: 'ledger.example/north-street/log-2',
      prev_origin: origin,
      prev_size: before.length,
      prev_root: `${'A'.repeat(43)}=`,
    });
    expect(entries.map(({ kind }) => kind)).toEqual([
      'log.opened',
      'currency.opened',
      'practice.joined',
      'pledge.accrued',
      'batch.paid',
      'pool.stated',
    ]);
    expect(entries.find(isKind('pool.stated'))?.opening).toBe(before.findLast(isKind('pool.stated'))?.closing);
    expect(verifyEntries(entries)).toEqual([]);
  });

  it('counts its entries from 0, behind those of the log before', () => {
    const { made, before } = begun();
    expect(made[0]!.data).toMatchObject({ firstIndex: 0, base: before.length });
    expect('base' in closed().end[0]!.data).toBe(false);
  });

  it('goes on each month, and can be closed itself', () => {
    const { log, made } = begun();
    const later = publish(signed(log), books(), '2027-04-13T16:00:00.000Z');
    expect(later.map(({ data }) => [data.date, data.base])).toEqual([
      ['2027-03-09', made[0]!.data.base],
      ['2027-04-13', made[0]!.data.base],
    ]);
    const end = closeLog(signed(fold(later, log)), asked, `${vkey}x`, now);
    expect(entriesIn(end)[0]).toMatchObject({ next_origin: 'ledger.example/north-street/log-3' });
    expect(verifyEntries(entriesIn([...made, ...later, ...end]))).toEqual([]);
  });

  it('is signed by the key that the log before it named, and by no other', () => {
    const { log } = begun();
    if (log.status !== 'open') throw new Error('The successor is open.');
    const head = { origin: log.origin, size: log.nextIndex, root: 'R', vkey, signature: '' };
    expect(signCheckpoint(log, head, now)).toHaveLength(1);
    expect(codeOf(() => signCheckpoint(log, { ...head, vkey: 'another' }, now))).toBe('publication/another-key');
  });

  it.each<[string, Month, number]>([
    ['is spoken of by the rules that held when it moved, where those were stricter', '2026-10', 5],
    ['and by the new ones once they hold', '2027-03', 3],
  ])('money from before %s', (_, month, k) => {
    const { log } = closed();
    const rules = [...october.rules, { adoptedAt: now, rules: presetRules('open') }] as const;
    const made = publish(log, { ...books(), rules }, '2027-04-13T16:00:00.000Z');
    const changed = fold(made, log);
    if (changed.status !== 'open') throw new Error('The successor is open.');
    expect(rulesFor(changed, month).k).toBe(k);
    expect(verifyEntries(entriesIn(made))).toEqual([]);
  });
});

describe('The third log of a ledger', () => {
  it('still knows the stricter rules of the first, under which money moved that waits', () => {
    const rules = [...october.rules, { adoptedAt: now, rules: presetRules('open') }] as const;
    const next = (log: Publication, at: string) => {
      const made = publish(log, { ...books(), rules }, at);
      const goesOn = signed(fold(made, log));
      return signed(fold(closeLog(goesOn, asked, vkey, at), goesOn));
    };
    const second = next(next(opened().log, '2027-05-11T16:00:00.000Z'), '2027-07-13T16:00:00.000Z');
    const third = fold(publish(second, { ...books(), rules }, '2027-09-14T16:00:00.000Z'), second);
    if (third.status !== 'open') throw new Error('The third log is open.');
    expect(third.origin).toMatch(/log-3$/);
    expect([rulesFor(third, '2026-10').k, rulesFor(third, '2027-06').k]).toEqual([5, 3]);
  });
});

describe('The name of a log', () => {
  it('has a number from the second on', () => {
    expect([1, 2, 12].map((number) => logOrigin('ledger.example', 'river', number))).toEqual([
      'ledger.example/river/log',
      'ledger.example/river/log-2',
      'ledger.example/river/log-12',
    ]);
    expect(['ledger.example/log-7/log', 'ledger.example/river/log-2'].map(logNumber)).toEqual([1, 2]);
    expect(successorOrigin('ledger.example/log-7/log')).toBe('ledger.example/log-7/log-2');
    expect(successorOrigin('ledger.example/river/log-9')).toBe('ledger.example/river/log-10');
  });
});
