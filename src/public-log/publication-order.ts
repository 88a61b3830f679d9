import type { Entry, Kind } from './entry.js';

/** The order of kinds within one publication: what is needed to understand an entry stands before it. */
export const orderOfKinds: readonly Kind[] = [
  'log.opened',
  'currency.opened',
  'rules.changed',
  'practice.left',
  'practice.joined',
  'pledge.accrued',
  'pool.converted',
  'batch.paid',
  'money.returned',
  'batch.acknowledged',
  'entry.corrected',
  'pool.stated',
  'audit.stated',
  'key.added',
  'key.retired',
  'log.closed',
];

const placeOf = new Map(orderOfKinds.map((kind, place) => [kind, place]));

/** What orders entries of one kind, and is different for each of them: sorts as text, by code unit. */
function keyOf(entry: Entry): string {
  switch (entry.kind) {
    case 'log.opened':
    case 'rules.changed':
    case 'log.closed':
      return '';
    case 'currency.opened':
    case 'money.returned':
    case 'pool.stated':
      return entry.currency;
    case 'practice.left':
    case 'practice.joined':
      return entry.practice;
    case 'pledge.accrued':
      return `${entry.currency} ${entry.practice}`;
    case 'pool.converted':
      return `${entry.from} ${entry.to}`;
    case 'batch.paid':
      return `${entry.currency} ${digits(entry.part)}`;
    case 'batch.acknowledged':
      return digits(entry.of);
    case 'entry.corrected':
      return `${digits(entry.of)} ${entry.field}`;
    case 'audit.stated':
      return `${entry.period} ${entry.auditor}`;
    case 'key.added':
    case 'key.retired':
      return entry.key;
  }
}

const digits = (count: number): string => String(count).padStart(16, '0');

/** Negative when `a` stands before `b` in a publication; zero only when both may not stand in the same one. */
export function compareEntries(a: Entry, b: Entry): number {
  const byKind = placeOf.get(a.kind)! - placeOf.get(b.kind)!;
  if (byKind !== 0) return byKind;
  const [left, right] = [keyOf(a), keyOf(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}
