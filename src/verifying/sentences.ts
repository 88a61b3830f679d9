import type { Words } from '../languages/words.js';
import { hexOf } from '../public-log/bytes.js';
import { vkeyOf } from '../public-log/note-key.js';
import type { Counted } from '../public-log/receipt.js';
import { amountInWords, type Pool } from './figures.js';
import type { Trust } from './trust.js';
import type { Verification } from './verification.js';

/** What was checked, a sentence for each thing, in plain words. All of it is true only where nothing was found. */
export function whatWasChecked({ head, continues, entries, bytes }: Verification, words: Words): readonly string[] {
  const { size, signed } = head.checkpoint;
  const witnesses = signed.filter(({ key }) => key.role === 'witness');
  const publications = new Set(entries.map(({ date }) => date)).size;
  const keys = signed
    .filter(({ key }) => key.role === 'log')
    .map(({ key }) => words.say('verify.key-of', { key: hexOf(key.id), name: key.name }))
    .join(', ');
  return [
    words.say('verify.signed', { count: size, keys }),
    witnesses.length === 0
      ? words.say('verify.no-witness')
      : words.say('verify.witnesses', { names: witnesses.map(({ key }) => key.name).join(', ') }),
    continues === undefined ? words.say('verify.not-compared') : words.say('verify.nothing-changed', { count: continues }),
    words.say('verify.every-entry', { count: bytes }),
    words.say('verify.format-and-calendar', { count: publications }),
    words.say('verify.every-sum'),
    words.say('verify.no-slot-twice'),
  ];
}

export const whatNobodyCanCheck = (words: Words): readonly string[] => [
  words.say('verify.not-that-it-moved'),
  words.say('verify.not-that-they-are-real'),
  words.say('verify.not-that-it-was-all'),
];

const where = {
  given: 'verify.key-given',
  remembered: 'verify.key-remembered',
  named: 'verify.key-named',
  served: 'verify.key-served',
} as const;

export const whomWeBelieve = ({ from, policy }: Trust, words: Words): readonly string[] => [
  words.say(where[from]),
  ...policy.logs.map(({ key }) => vkeyOf(key)),
];

/** All that makes what is left, so that a reader can add it up; what there was none of is not said. */
export function poolInWords(pool: Pool, words: Words): string {
  const amount = (minor: bigint): string => amountInWords(minor, pool, words.language.numbers);
  const parts = [
    words.say('verify.promised', { amount: amount(pool.promised) }),
    words.say('verify.passed-on', { amount: amount(pool.paid) }),
    ...(pool.returned > 0n ? [words.say('verify.came-back', { amount: amount(pool.returned) })] : []),
    ...(pool.convertedIn > 0n ? [words.say('verify.converted-from', { amount: amount(pool.convertedIn) })] : []),
    ...(pool.convertedOut > 0n ? [words.say('verify.converted-into', { amount: amount(pool.convertedOut) })] : []),
    words.say('verify.left', { amount: amount(pool.closing) }),
  ];
  return words.say('verify.pool', { period: pool.period, parts: parts.join(', ') });
}

export const receiptInWords = ({ index, entry, slots, minor }: Counted, size: number, words: Words): readonly string[] => [
  words.say('verify.counted', {
    count: slots,
    unit: String(entry.unit),
    minor: String(minor),
    currency: entry.currency,
    entry: String(index),
  }),
  words.say('verify.in-the-log', { day: entry.date, period: entry.period, count: size }),
  words.say('verify.names-nobody'),
];
