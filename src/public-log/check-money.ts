import type { Entry, EntryOf } from './entry.js';
import { mostSlotsInEntry } from './entry-kinds.js';
import type { LogRead, PublicationRead, Report } from './log-read.js';
import { compareBytes, unpackSlots } from './slot-list.js';

/** One entry by itself and against what stands before it. */
export function checkMoney(log: LogRead, publication: PublicationRead, entry: Entry, index: number, report: Report): void {
  const isOpen = (currency: string) => {
    if (!log.currencies.has(currency)) report(index, 'currency/not-opened', `${currency} is used before currency.opened.`);
  };
  switch (entry.kind) {
    case 'pledge.accrued':
      isOpen(entry.currency);
      checkPractice(log, entry, index, report);
      return;
    case 'batch.paid':
      isOpen(entry.currency);
      checkUnits(log, entry, index, report);
      log.paid.set(entry.currency, (log.paid.get(entry.currency) ?? 0n) + entry.total);
      return;
    case 'pool.converted':
      isOpen(entry.from);
      isOpen(entry.to);
      checkConversion(publication, entry, index, report);
      return;
    case 'money.returned':
      isOpen(entry.currency);
      checkUnits(log, entry, index, report);
      checkReturned(log, entry, index, report);
      return;
    case 'batch.acknowledged':
      checkAcknowledged(log, entry, index, report);
      return;
    case 'entry.corrected':
      isOpen(entry.currency);
      checkCorrected(log, entry, index, report);
      return;
    case 'pool.stated':
      isOpen(entry.currency);
      return;
    case 'log.opened':
    case 'currency.opened':
    case 'rules.changed':
    case 'practice.joined':
    case 'practice.left':
    case 'audit.stated':
    case 'key.added':
    case 'key.retired':
    case 'log.closed':
      return;
  }
}

/** Several practices are summed under `all` only where there are three of them, so that no two can know each other's part. */
const fewestInAll = 3;

function checkPractice(log: LogRead, { practice }: EntryOf<'pledge.accrued'>, index: number, report: Report): void {
  const known = practice === 'all' ? log.practices.size >= fewestInAll : log.practices.has(practice);
  if (!known)
    report(index, 'practice/not-joined', practice === 'all' ? 'Fewer than three practices have joined.' : `${practice} has not joined.`);
}

function checkUnits(log: LogRead, entry: EntryOf<'batch.paid' | 'money.returned'>, index: number, report: Report): void {
  const inForce = log.currencies.get(entry.currency);
  if (inForce && inForce.unit !== entry.unit)
    report(index, 'unit/not-in-force', `The unit of ${entry.currency} is ${inForce.unit}, not ${entry.unit}.`);
  if (entry.total !== entry.unit * BigInt(entry.count)) {
    report(index, 'slots/total', `${entry.count} slots of ${entry.unit} are ${entry.unit * BigInt(entry.count)}, not ${entry.total}.`);
  }
}

/** The parts of a batch are all there, follow one another, are full but for the last, and are sorted across their edges. */
export function checkBatchesWhole({ first, entries }: PublicationRead, report: Report): void {
  entries.forEach((entry, at) => {
    if (entry.kind !== 'batch.paid') return;
    const next = entries[at + 1];
    const before = entries[at - 1];
    const follows = next?.kind === 'batch.paid' && next.currency === entry.currency ? next : undefined;
    const isFirst = before?.kind !== 'batch.paid' || before.currency !== entry.currency;
    const whole =
      (!isFirst || entry.part === 1) &&
      (follows
        ? follows.part === entry.part + 1 && follows.parts === entry.parts && entry.count === mostSlotsInEntry
        : entry.part === entry.parts);
    if (!whole) report(first + at, 'batch/parts', `Part ${entry.part} of ${entry.parts} does not fit the parts beside it.`);
    if (follows && !ascends(entry, follows)) report(first + at + 1, 'slots/order', 'Slots ascend from one part to the next.');
  });
}

function ascends(entry: EntryOf<'batch.paid'>, next: EntryOf<'batch.paid'>): boolean {
  const last = unpackSlots(entry.slots).at(-1);
  const first = unpackSlots(next.slots)[0];
  return !last || !first || compareBytes(last, first) < 0;
}

/** A conversion stands beside the batch that it paid for, and is no larger. */
function checkConversion({ entries }: PublicationRead, entry: EntryOf<'pool.converted'>, index: number, report: Report): void {
  const paid = entries.reduce((sum, other) => (other.kind === 'batch.paid' && other.currency === entry.to ? sum + other.total : sum), 0n);
  const converted = entries.reduce(
    (sum, other) => (other.kind === 'pool.converted' && other.to === entry.to ? sum + other.to_minor : sum),
    0n,
  );
  if (converted > paid) report(index, 'converted/without-batch', `More was converted to ${entry.to} than was paid in it.`);
}

/** In a log that goes on from another it may have been paid there: whoever reads both adds them up. */
function checkReturned(log: LogRead, entry: EntryOf<'money.returned'>, index: number, report: Report): void {
  const [opened] = log.entries;
  if (opened?.kind === 'log.opened' && opened.prev_origin !== undefined) return;
  const returned = (log.returned.get(entry.currency) ?? 0n) + entry.total;
  log.returned.set(entry.currency, returned);
  if (returned > (log.paid.get(entry.currency) ?? 0n))
    report(index, 'returned/more-than-paid', `More ${entry.currency} came back than was ever paid.`);
}

/** Publications that lie between a batch and the word of those who received it. */
const publicationsUntilAcknowledged = 3;

function checkAcknowledged(log: LogRead, { of }: EntryOf<'batch.acknowledged'>, index: number, report: Report): void {
  const batch = of < index ? log.entries[of] : undefined;
  if (batch?.kind !== 'batch.paid' || batch.part !== 1) {
    report(index, 'acknowledged/no-batch', `Entry ${of} is not the first part of an earlier batch.`);
    return;
  }
  const since = log.dates.length - 1 - log.dates.indexOf(batch.date);
  if (since < publicationsUntilAcknowledged)
    report(index, 'acknowledged/too-early', 'A batch is acknowledged three publications later at the earliest.');
  if (log.acknowledged.has(of)) report(index, 'acknowledged/twice', `Batch ${of} was acknowledged before.`);
  log.acknowledged.add(of);
}

/** Corrected are a pledge's figure and a pool's very first opening; everything else follows from others by sums. */
function checkCorrected(log: LogRead, entry: EntryOf<'entry.corrected'>, index: number, report: Report): void {
  const figure = entry.of < index ? log.entries[entry.of] : undefined;
  const fits =
    (figure?.kind === 'pledge.accrued' && entry.field === 'minor' && figure.currency === entry.currency) ||
    (figure?.kind === 'pool.stated' && entry.field === 'opening' && log.firstStated.get(entry.currency) === entry.of);
  if (!fits) report(index, 'corrected/no-such-figure', `Entry ${entry.of} has no such figure in ${entry.currency} to correct.`);
}
