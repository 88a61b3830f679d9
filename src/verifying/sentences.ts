import { hexOf } from '../public-log/bytes.js';
import { vkeyOf } from '../public-log/note-key.js';
import type { Counted } from '../public-log/receipt.js';
import { amountInWords, type Pool } from './figures.js';
import type { Trust } from './trust.js';
import type { Verification } from './verification.js';

const counted = (count: number, one: string, many: string): string => `${count.toLocaleString('en')} ${count === 1 ? one : many}`;

/** What was checked, a sentence for each thing, in plain words. All of it is true only where nothing was found. */
export function whatWasChecked({ head, continues, entries, bytes }: Verification): readonly string[] {
  const { size, signed } = head.checkpoint;
  const witnesses = signed.filter(({ key }) => key.role === 'witness');
  const publications = new Set(entries.map(({ date }) => date)).size;
  return [
    `The log itself signed its head of ${counted(size, 'entry', 'entries')}: ${signed
      .filter(({ key }) => key.role === 'log')
      .map(({ key }) => `key ${hexOf(key.id)} of ${key.name}`)
      .join(', ')}.`,
    witnesses.length === 0
      ? 'No witness was asked for: only comparing heads with others shows whether everybody sees the same log.'
      : `Witnesses saw the same head: ${witnesses.map(({ key }) => key.name).join(', ')}.`,
    continues === undefined
      ? 'It was not compared with an earlier check: there is none on record.'
      : `Nothing of the ${counted(continues, 'entry', 'entries')} that were checked before has changed.`,
    `Every entry is the one that was signed: ${counted(bytes, 'byte', 'bytes')} of entries, and every tile of the tree above them.`,
    `Every entry keeps to the format, and the ${counted(publications, 'publication', 'publications')} to the calendar.`,
    'Every sum is right: what was promised, passed on, converted and came back makes what is left, in each currency and publication.',
    'No slot is counted twice.',
  ];
}

export const whatNobodyCanCheck: readonly string[] = [
  'That money moved. Whoever received it can say so; an auditor who is bound to silence can compare slots with the bank.',
  'That the people are real. The log holds nothing about them, on purpose; those who hold a receipt can find their own slots.',
  'That the promise was of all that was earned. The practice’s own books show it, to an auditor.',
];

const where: Readonly<Record<Trust['from'], string>> = {
  given: 'Its key was given by you.',
  remembered: 'Its key is the one of the last check.',
  named: 'Its key was named by the log before it, in its last entry: after a compromise, compare it with one that was published elsewhere.',
  served: 'Its key was taken from the log itself, for lack of another: compare it with one that was published elsewhere.',
};

export const whomWeBelieve = ({ from, policy }: Trust): readonly string[] => [where[from], ...policy.logs.map(({ key }) => vkeyOf(key))];

/** All that makes what is left, so that a reader can add it up; what there was none of is not said. */
export function poolInWords(pool: Pool): string {
  const moved = [
    { minor: pool.returned, words: 'came back' },
    { minor: pool.convertedIn, words: 'converted from other currencies' },
    { minor: pool.convertedOut, words: 'converted into other currencies' },
  ].filter(({ minor }) => minor > 0n);
  const parts = [
    `${amountInWords(pool.promised, pool)} promised`,
    `${amountInWords(pool.paid, pool)} passed on`,
    ...moved.map(({ minor, words }) => `${amountInWords(minor, pool)} ${words}`),
    `${amountInWords(pool.closing, pool)} left`,
  ];
  return `Up to the end of ${pool.period}: ${parts.join(', ')}.`;
}

export const receiptInWords = ({ index, entry, slots, minor }: Counted, size: number): readonly string[] => [
  `${counted(slots, 'slot', 'slots')} of ${entry.unit} minor units, ${minor} minor units of ${entry.currency} together, ${slots === 1 ? 'is' : 'are'} counted in entry ${index}.`,
  `That entry was published on ${entry.date}, for money sent up to the end of ${entry.period}, and is in the signed log of ${counted(size, 'entry', 'entries')}.`,
  'Whoever reads this receipt learns that its holder was counted. It names nobody.',
];
