import { type HeldStanding, missingOf, releasable } from './hold.js';

const agreed: HeldStanding = {
  since: '2026-11-06T09:00:00.000Z',
  booksUntil: '2026-11-05T03:00:00.000Z',
  hasJournal: true,
  erasuresOpen: 0,
  attemptsUnknown: [],
  accounts: [{ name: 'Chequing', knownThrough: '2026-11-06' }],
  linesOpen: 0,
  signed: 40,
  announced: { size: 40, agrees: true },
  shown: 40,
  witnesses: [{ name: 'witness.example', is: 'agrees' }],
};

const attempt = { payout: 'po', attempt: 1, at: '2026-11-05T12:00:00.000Z' };

describe('A held ledger may go on when nothing is missing', () => {
  const cases: readonly [says: string, differs: Partial<HeldStanding>, missing: readonly string[], unvouched: string, vouched: string][] = [
    ['all agrees', {}, [], 'payouts publication', 'payouts publication'],
    [
      'nothing was ever published',
      { signed: 0, announced: { size: 0, agrees: true }, shown: undefined, witnesses: [] },
      [],
      'payouts publication',
      'payouts publication',
    ],
    ['the journal is away', { hasJournal: false }, ['journal-missing', 'journal-missing'], '', ''],
    ['somebody is not forgotten yet', { erasuresOpen: 1 }, ['erasures-open', 'erasures-open'], '', ''],
    ['an attempt is not in the books', { attemptsUnknown: [attempt] }, ['attempts-unknown'], 'publication', 'payouts publication'],
    [
      'an account was not looked at since',
      { accounts: [{ name: 'Chequing', knownThrough: '2026-11-05' }] },
      ['account-not-looked-at'],
      'publication',
      'payouts publication',
    ],
    [
      'an account was never looked at',
      { accounts: [{ name: 'Chequing' }] },
      ['account-not-looked-at'],
      'publication',
      'payouts publication',
    ],
    ['a line waits', { linesOpen: 1 }, ['lines-open'], 'publication', 'payouts publication'],
    ['the journal knows a later head', { announced: { size: 44, agrees: true } }, ['heads-unknown'], 'payouts', 'payouts'],
    ['the journal knows another history', { announced: { size: 40, agrees: false } }, ['heads-differ'], 'payouts', 'payouts'],
    ['the files are ahead', { shown: 44 }, ['files-ahead'], 'payouts', 'payouts'],
    ['the files are behind, and are made again', { shown: 36 }, [], 'payouts publication', 'payouts publication'],
    ['a witness is ahead', { witnesses: [{ name: 'w', is: 'ahead' }] }, ['witness-ahead'], 'payouts', 'payouts'],
    ['a witness is silent', { witnesses: [{ name: 'w', is: 'silent' }] }, ['witness-silent'], 'payouts', 'payouts publication'],
  ];

  it.each(cases)('%s', (_says, differs, codes, unvouched, vouched) => {
    const missing = missingOf({ ...agreed, ...differs });
    expect(missing.map(({ code }) => code)).toEqual(codes);
    expect(releasable(missing, false).join(' ')).toBe(unvouched);
    expect(releasable(missing, true).join(' ')).toBe(vouched);
    for (const { says } of missing) expect(says).toMatch(/^[A-Z0-9].*\.$/);
  });
});
