import { type Day, addDaysTo } from './calendar.js';
import type { Money } from './money.js';

/** As much of a line or a payment as tells whether two of them speak of the same money. */
export interface MoneyTold {
  readonly day: Day;
  readonly amount: Money;
  readonly method: string;
  readonly name?: string;
  readonly reference?: string;
}

/** `likely` is chosen beforehand, `possible` is offered; neither is decided by anyone but the person. */
export type Likeness = 'likely' | 'possible';

/** A mail comes at once, a bank's line within days. */
export const nearDays = 3;

/**
 * How far a line may be the money of a recorded payment. Of another amount or from another week it is not. Interac's number
 * decides where both have it; then the name; without either, the day and the way. Two equal payments are possible, so what
 * contradicts is never likely.
 */
export function likenessOf(line: MoneyTold, payment: MoneyTold): Likeness | undefined {
  const isNear = payment.day >= addDaysTo(line.day, -nearDays) && payment.day <= addDaysTo(line.day, nearDays);
  const { amount } = line;
  if (!isNear || amount.minor !== payment.amount.minor || amount.currency !== payment.amount.currency) return undefined;
  const byReference = isSameReference(line.reference, payment.reference);
  if (byReference !== undefined) return byReference ? 'likely' : 'possible';
  const byName = isSameName(line.name, payment.name);
  if (byName !== undefined) return byName && line.method === payment.method ? 'likely' : 'possible';
  return line.day === payment.day && line.method === payment.method ? 'likely' : 'possible';
}

/**
 * Banks write Interac's number whole or, after stars, its last characters (`***kQ2`). Undefined where one is missing or is
 * not Interac's: a bank's own number says nothing of the other's.
 */
function isSameReference(one: string | undefined, other: string | undefined): boolean | undefined {
  const [a, b] = [one?.trim().toUpperCase(), other?.trim().toUpperCase()];
  if (!a || !b) return undefined;
  if (a === b) return true;
  const [endOfA, endOfB] = [endAfterStars(a), endAfterStars(b)];
  if (endOfA) return b.endsWith(endOfA);
  if (endOfB) return a.endsWith(endOfB);
  return isInteracNumber(a) && isInteracNumber(b) ? false : undefined;
}

const endAfterStars = (reference: string): string | undefined => /^\*+([A-Z0-9]{3,})$/.exec(reference)?.[1];
const isInteracNumber = (reference: string): boolean => /^C[A-Z0-9]{7,}$/.test(reference);

/** Without accents, capitals, order and marks; `M. Marlow` is no name for `ODETTE MARLOW`, `Odette Marlow-Reyes` is. */
function isSameName(one: string | undefined, other: string | undefined): boolean | undefined {
  const [a, b] = [wordsOf(one), wordsOf(other)];
  if (a.size === 0 || b.size === 0) return undefined;
  const [fewer, more] = a.size <= b.size ? [a, b] : [b, a];
  return [...fewer].every((word) => more.has(word)) && (fewer.size > 1 || more.size === 1);
}

const wordsOf = (name = ''): ReadonlySet<string> =>
  new Set(
    name
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      .toUpperCase()
      .split(/[^\p{L}\p{N}]+/u)
      .filter((word) => word !== ''),
  );
