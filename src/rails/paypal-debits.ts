import { type Money, isEqual, negated, parseAmount } from '../domain/money.js';
import type { FoundDebits, ReadEnd, SoughtDebit } from '../domain/paypal-payout.js';
import { amountOf, membersOf, readable, textOf } from './paypal-answers.js';

/** PayPal's own codes: a payout that was sent, the hold on its money before, and the end of that hold. */
const sent = 'T0001';
const hold = 'T1503';
const released = 'T1105';

interface Movement {
  readonly id: string;
  readonly code: string;
  /** Signed as the account feels it. */
  readonly amount: Money;
  /** Of a payout, the id that we gave it. */
  readonly custom: string;
}

/**
 * What left the account among the movements of a search, as far as it can be one payout: by our id, or where there is none,
 * by its amount. Holds count while they last; they take the fee with the amount. A movement that cannot be read may be the
 * very one, so then there is no answer.
 */
export function debitsAmong(listed: readonly unknown[], { payout, amount }: SoughtDebit): ReadEnd<FoundDebits> {
  const movements = listed.map((one) => readable(() => movementOf(one)));
  if (!movements.every((one) => one !== undefined)) return { kind: 'later', because: 'unreadable' };
  const unnamed = movements.filter(({ custom }) => custom === '');
  const alike = [
    ...unnamed.filter((one) => one.code === sent && isEqual(one.amount, negated(amount))),
    ...standing(unnamed).filter((one) => one.amount.currency === amount.currency && -one.amount.minor >= amount.minor),
  ];
  const named = movements.filter(({ custom }) => custom === payout);
  return { kind: 'read', read: { named: named.map(({ id }) => id), alike: alike.map(({ id }) => id) } };
}

/** The holds that no release of the same amount has ended. */
function standing(movements: readonly Movement[]): readonly Movement[] {
  const ends = movements.filter(({ code }) => code === released);
  return movements.filter((one) => {
    if (one.code !== hold) return false;
    const end = ends.findIndex(({ amount }) => isEqual(amount, negated(one.amount)));
    if (end >= 0) ends.splice(end, 1);
    return end < 0;
  });
}

function movementOf(listed: unknown): Movement {
  const told = membersOf(membersOf(listed).transaction_info);
  return {
    id: textOf(told.transaction_id, /^\w{1,24}$/),
    code: textOf(told.transaction_event_code, /^T\d{4}$/),
    amount: amountOf(told.transaction_amount, signed),
    custom: typeof told.custom_field === 'string' ? told.custom_field : '',
  };
}

const signed = (amount: unknown, currency: unknown): Money => {
  const text = String(amount);
  return text.startsWith('-') ? negated(parseAmount(text.slice(1), currency)) : parseAmount(text, currency);
};
