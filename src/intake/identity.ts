import type { ObservedLine } from '../domain/observed.js';
import { normalisedText } from '../domain/observed.js';

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
 */
export function identitiesOf(lines: readonly ObservedLine[]): string[] {
  const counts = new Map<string, number>();
  return lines.map((line) => {
    const parts = [line.day, line.amount.minor.toString(), line.amount.currency, tellingText(line)];
    const equals = JSON.stringify(parts);
    const ordinal = (counts.get(equals) ?? 0) + 1;
    counts.set(equals, ordinal);
    return JSON.stringify([...parts, ordinal.toString()]);
  });
}

/**
 * PayPal's own id, the sign and the reading, where there is an id: the wording changes with the account's language and
 * the columns that were chosen; the id does not. The id alone is not enough: a row that moves the balance and one that
 * does not can share it, and a payment that was pending is news once it is completed. Which kind of row it is stays out: as
 * we learn more kinds, an old row must not come up as a new one.
 */
function tellingText(line: ObservedLine): string {
  return movementOf(line) ?? normalisedText(line.text);
}

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
