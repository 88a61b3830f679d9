import type { Asked } from './asked.js';
import type { Instant } from './calendar.js';
import type { Call, Recipient } from './call.js';
import type { Books } from './ledger.js';
import { type Money, minus, money } from './money.js';
import type { PayoutFact } from './payout.js';
import { proposePayout } from './payout-proposal.js';
import { InvalidInput, Refusal, invalid } from './refusal.js';
import type { Sealed } from './sealed.js';

/** One of the calls among which money is shared out, and what it may still receive, where a ceiling says so. */
export interface CallWithRoom {
  readonly call: string;
  readonly room?: Money;
}

export interface SharedOut {
  /** By call, in the order of the calls. */
  readonly shares: ReadonlyMap<string, Money>;
  /** What does not come out even, and what no call had room for: a person gives it by hand, or keeps it. */
  readonly left: Money;
}

/**
 * The same for every call, in whole units; only where one has less room do the others get more. What is left is less than one unit for
 * each of those that could take it: nobody is put before another, by a program least of all.
 * @param most what one payout may be
 */
export function sharedEvenly(available: Money, unit: Money, calls: readonly CallWithRoom[], most?: Money): SharedOut {
  const { currency } = available;
  const units = ({ minor }: Money): bigint => (minor > 0n ? minor / unit.minor : 0n);
  const roomOf = ({ room }: CallWithRoom): bigint => {
    const ceilings = [room, most].filter((one) => one !== undefined).map(units);
    return ceilings.reduce((least, one) => (one < least ? one : least), units(available));
  };
  const given = new Map(calls.map(({ call }) => [call, 0n]));
  let left = units(available);
  for (;;) {
    const open = calls.filter((one) => given.get(one.call)! < roomOf(one));
    const each = open.length === 0 ? 0n : left / BigInt(open.length);
    if (each === 0n) break;
    for (const one of open) {
      const before = given.get(one.call)!;
      const after = before + each < roomOf(one) ? before + each : roomOf(one);
      given.set(one.call, after);
      left -= after - before;
    }
  }
  const shares = new Map([...given].map(([call, count]) => [call, money(count * unit.minor, currency)]));
  const shared = [...given.values()].reduce((sum, count) => sum + count, 0n) * unit.minor;
  return { shares, left: minus(available, money(shared, currency)) };
}

export interface SharesEntry extends Asked {
  readonly shares: readonly { readonly call: string; readonly amount: Money }[];
}

/** Proposes a payout to each of several calls in one step: all of them, or none. */
export class ProposePayouts {
  constructor(readonly input: SharesEntry) {}
}

export const mostShares = 100;

export function refuseUnfitShares(shares: SharesEntry['shares']): void {
  if (shares.length === 0) throw invalid('shares', 'Enter an amount for at least one call.');
  if (shares.length > mostShares) throw invalid('shares', `At most ${mostShares} at once.`);
  if (new Set(shares.map(({ call }) => call)).size < shares.length)
    throw invalid('shares', 'Each call stands here once. Add up what is meant for the same one.');
}

/** What one share of several comes to; a "no" names the call that it is about. */
export function proposeShare(
  made: { readonly payout: string; readonly to: Sealed },
  call: Call,
  recipient: Recipient,
  books: Books,
  input: SharesEntry['shares'][number] & Asked,
  check: () => void,
  now: Instant,
): PayoutFact[] {
  const name = call.status === 'unknown' ? 'a call' : call.logged.name;
  try {
    const proposed = proposePayout({ status: 'unknown' }, made.payout, made.to, call, recipient, books, input, now);
    check();
    return proposed;
  } catch (error) {
    if (error instanceof Refusal) throw new Refusal(error.code, `For ${name}: ${error.message}`);
    if (error instanceof InvalidInput) throw invalid('shares', `For ${name}: ${error.faults.map(({ says }) => says).join(' ')}`);
    throw error;
  }
}
