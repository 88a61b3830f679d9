import type { Fund, FundFact } from './fund.js';
import { amountSaid, isEqual } from './money.js';

type Bucket = 'available' | 'reserved' | 'in-flight' | 'elsewhere';

/**
 * What is wrong with a fact of the fund, given the fund before it: a payout that takes from a bucket in which it does not
 * stand, or another amount than stands there. Undefined when each payout is in exactly one bucket.
 */
export function misplaced(fund: Fund, fact: FundFact): string | undefined {
  const from = bucketBefore(fact);
  if (from === undefined || !('payout' in fact.data)) return undefined;
  const { payout, amount } = fact.data;
  const held = fund.held[payout];
  const stands = held?.in ?? 'elsewhere';
  const isThere = from === 'reserved' || from === 'in-flight' ? stands === from : stands === 'elsewhere';
  if (!isThere) return `takes payout ${payout} from ${from}, where it does not stand`;
  if (held && !isEqual(held.amount, amount))
    return `moves ${amountSaid(amount)} of payout ${payout}, of which ${amountSaid(held.amount)} are ${held.in}`;
  return undefined;
}

function bucketBefore({ type, data }: FundFact): Bucket | undefined {
  switch (type) {
    case 'PayoutApproved':
      return 'available';
    case 'PayoutReleased':
    case 'PayoutDispatched':
      return 'reserved';
    case 'PayoutRecalled':
    case 'PayoutSettled':
      return 'in-flight';
    case 'PayoutGivenBack':
      return data.from === 'in-flight' ? 'in-flight' : 'elsewhere';
    case 'ObligationDerived':
    case 'ObligationAdjusted':
    case 'OpeningBalanceStated':
    case 'FundAdvanced':
    case 'AdvanceMet':
      return undefined;
  }
}
