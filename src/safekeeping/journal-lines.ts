import { createHash } from 'node:crypto';
import { canonical, fromCanonical } from '../domain/canonical.js';
import type { Instant } from '../domain/calendar.js';
import type { JournalEntry } from '../domain/journal.js';

/** The first line of a journal: which one it is, and since when there is one. */
export interface JournalBegan {
  readonly kind: 'began';
  /** Random; the database keeps it beside, so that another journal in its place is noticed. */
  readonly journal: string;
  readonly at: Instant;
}

export type Written = JournalBegan | JournalEntry;

/** Who wrote a line: each program counts its own from 1 and names the line before, so that one taken away is missed. */
export interface Place {
  readonly writer: string;
  readonly count: number;
  /** Checksum of the writer's line before; 64 zeros at the first. */
  readonly before: string;
}

export interface Line extends Place {
  readonly entry: Written;
}

export interface JournalRead {
  readonly began?: JournalBegan;
  readonly entries: readonly JournalEntry[];
  /** Lines that are not whole: cut off in the middle of being written, or changed since. Never taken for truth. */
  readonly torn: number;
  /** One sentence each: lines that were there and are missing. */
  readonly faults: readonly string[];
}

/** One write reaches the disk of a local file system whole, or shows that it did not, up to this size. */
export const longestLineBytes = 4096;
export const firstBefore = '0'.repeat(64);

const checksumOf = (text: string): string => createHash('sha256').update(`mal/journal/v1\n${text}`).digest('hex');

/**
 * The bytes of one line: a line feed, so that a torn line before it does not swallow it, then `mal-journal/v1`, the length of the
 * text in bytes, its checksum (SHA-256 of `mal/journal/v1\n` and the text) and the text, canonical JSON; then a line feed.
 */
export function lineBytes(line: Line): { readonly bytes: Buffer; readonly checksum: string } {
  const text = canonical(line);
  const checksum = checksumOf(text);
  const bytes = Buffer.from(`\nmal-journal/v1 ${Buffer.byteLength(text)} ${checksum} ${text}\n`);
  if (bytes.length > longestLineBytes)
    throw new RangeError(`A line of the journal is ${bytes.length} bytes, and may be ${longestLineBytes}.`);
  return { bytes, checksum };
}

const framed = /^mal-journal\/v1 (\d{1,4}) ([0-9a-f]{64}) (\{.*\})$/;

/** Undefined for a line that was cut off or changed. */
export function wholeLine(written: string): { readonly line: Line; readonly checksum: string } | undefined {
  const [, length, checksum, text] = framed.exec(written) ?? [];
  if (!text || Buffer.byteLength(text) !== Number(length) || checksumOf(text) !== checksum) return undefined;
  return { line: fromCanonical(text) as Line, checksum };
}

interface Followed {
  readonly count: number;
  readonly before: string;
  readonly checksum: string;
}

/** The next line of its writer, or the same place once more: what could not surely be written was refused, and may be there. */
function follows({ count, before }: Line, last: Followed | undefined): boolean {
  if (!last) return count === 1 && before === firstBefore;
  return (count === last.count + 1 && before === last.checksum) || (count === last.count && before === last.before);
}

/** Reads a whole journal. Lines of several programs may lie between one another; each program's own follow on one another. */
export function readJournal(text: string): JournalRead {
  const last = new Map<string, Followed>();
  const entries: JournalEntry[] = [];
  const faults: string[] = [];
  let began: JournalBegan | undefined;
  let torn = 0;
  const isEnded = text === '' || text.endsWith('\n');
  const lines = text.split('\n').map((written, index, all) => (index === all.length - 1 && !isEnded ? `${written} (not ended)` : written));
  for (const written of lines) {
    if (written === '') continue;
    const whole = wholeLine(written);
    if (!whole) {
      torn += 1;
      continue;
    }
    const { line, checksum } = whole;
    if (!follows(line, last.get(line.writer)))
      faults.push(`Of what one program wrote, the line before number ${line.count} (${line.entry.kind}) is missing or was changed.`);
    last.set(line.writer, { count: line.count, before: line.before, checksum });
    if (line.entry.kind === 'began') began ??= line.entry;
    else entries.push(line.entry);
  }
  return { ...(began && { began }), entries, torn, faults };
}
