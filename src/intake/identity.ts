import type { LineIdentities, ObservedLine } from '../domain/observed.js';
import { normalisedText, nothingCounted } from '../domain/observed.js';
import { kindOf } from './paypal-types.js';

/**
 * For every line, in order, the parts that tell it from all others of its account, as one JSON array of strings:
 * `[day, amount in minor units, currency, text, ordinal]`. It holds personal text: keep only its HMAC under the
 * account's key, never the string.
 *
 * The ordinal counts equal lines within the file, from 1. Two truly equal payments on one day are therefore two
 * identities, and both can be recorded. A second import takes the **larger count, never the sum**: files overlap (a
 * month, then a year that holds it), so the two equal lines of the second file are those of the first again; only a third
 * would be new. The price: if a file began or ended in the middle of a day, between two equal lines, the second of them
 * would be taken for the first. Banks and PayPal give whole days, and what is missing shows when the month is closed.
 *
 * A mail names its own identity: it comes alone, again, and by more than one way.
 */
export const identitiesOf = (lines: readonly ObservedLine[], { today } = nothingCounted()): string[] => numbered(lines, today, tellingText);

/**
 * What a PayPal line may be known by since earlier, if it is not known by its identity of today. First with its kind in PayPal's
 * own words: so it was stored when its kind was not known here. Then without any kind: so all were stored before rows were
 * told apart by it; among rows that share all else, order still decides for those, as it did when they were stored.
 * @param lines only those that are not known by their identity of today: the others are not to be counted
 */
export function earlierIdentitiesOf(lines: readonly ObservedLine[], counts = nothingCounted()): string[][] {
  if (!lines.some(isPayPals)) return lines.map(() => []);
  const inWords = numbered(lines, counts.inWords, (line) => tellingText(line, inItsWords));
  const withoutKind = numbered(lines, counts.withoutKind, (line) => tellingText(line, () => ''));
  return lines.map((line, index) => (isPayPals(line) ? [inWords[index]!, withoutKind[index]!] : []));
}

export const lineIdentities: LineIdentities = { of: identitiesOf, earlier: earlierIdentitiesOf };

function numbered(lines: readonly ObservedLine[], counts: Map<string, number>, textOf: (line: ObservedLine) => string): string[] {
  return lines.map((line) => {
    if (line.identity !== undefined) return line.identity;
    const parts = [line.day, line.amount.minor.toString(), line.amount.currency, textOf(line)];
    const equals = JSON.stringify(parts);
    const ordinal = (counts.get(equals) ?? 0) + 1;
    counts.set(equals, ordinal);
    return JSON.stringify([...parts, ordinal.toString()]);
  });
}

const isPayPals = ({ method, reference }: ObservedLine): boolean => method === 'paypal' && reference !== undefined && reference !== '';

/**
 * PayPal's own id, the sign, the reading and the kind of row, where there is an id: the wording changes with the account's
 * language and the columns that were chosen; the id does not. The id alone is not enough: a payment, its hold and a note of
 * it can share it, and a payment that was pending is news once it is completed.
 */
function tellingText(line: ObservedLine, kind: (line: ObservedLine) => string = kindToday): string {
  if (!isPayPals(line)) return normalisedText(line.text);
  const progress = line.reading === 'pending' ? 'pending' : 'settled';
  return `${normalisedText(line.reference!)} ${line.amount.minor < 0n ? '-' : '+'} ${progress}${kind(line)}`;
}

/** Whatever the language calls it; a kind that is not known here goes by its words. */
function kindToday(line: ObservedLine): string {
  const known = kindOf(line.kind ?? '');
  return known ? ` ${known}` : inItsWords(line);
}

/** In capitals, so that no words pass for a kind that is known. */
const inItsWords = ({ kind }: ObservedLine): string => (kind ? ` ${normalisedText(kind)}` : '');

/**
 * The source's own number of this movement, with its sign and state; nothing where the source gives none. Two lines that
 * agree in it are most likely the same money, also where their days or amounts differ: a person is asked. Personal, as
 * identities are: keep only its HMAC.
 */
export function movementOf({ method, reference, amount, reading }: ObservedLine): string | undefined {
  if (method !== 'paypal' || !reference) return undefined;
  return movementKey(reference, amount.minor < 0n ? '-' : '+', reading === 'pending' ? 'pending' : 'settled');
}

export const movementKey = (reference: string, sign: '+' | '-', state: 'pending' | 'settled'): string =>
  `${normalisedText(reference)} ${sign} ${state}`;
