import { type Money, negated, parsePositive, isEqual } from './money.js';

/** What PayPal's search lists, as it says it. */
type Movement = Readonly<Record<string, unknown>>;

/**
 * Debits that could be this payout: those that carry our number of it, and those of the same amount that carry no number of
 * ours at all. What cannot be read could be anything, so it counts.
 */
export function debitsLike(movements: readonly unknown[], payout: string, amount: Money): number {
  return movements.filter((movement) => couldBe(movement as Movement, payout, amount)).length;
}

const ourNumber = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function couldBe(movement: Movement, payout: string, amount: Money): boolean {
  const told = (movement?.transaction_info ?? {}) as Movement;
  const carried = typeof told.custom_field === 'string' ? told.custom_field : '';
  if (carried.includes(payout)) return true;
  if (ourNumber.test(carried)) return false;
  const moved = amountOf(told.transaction_amount as Movement | undefined);
  return moved === undefined || isEqual(moved, negated(amount));
}

/** Signed; undefined where it cannot be read. */
function amountOf(told: Movement | undefined): Money | undefined {
  const [, sign = '', value = ''] = /^(-?)(.+)$/.exec(String(told?.value ?? '')) ?? [];
  try {
    const read = parsePositive(value, told?.currency_code);
    return sign ? negated(read) : read;
  } catch {
    return undefined;
  }
}
