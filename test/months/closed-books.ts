import type { Month } from '../../src/domain/calendar.js';
import { type Money, money } from '../../src/domain/money.js';
import type { CorrectedPayment } from '../../src/domain/payment.js';
import type { MonthSeal, Restatement } from '../../src/domain/month.js';
import { type MonthChanges, changeNames, heldBy } from '../../src/domain/month-totals.js';
import type { RecordedEvent } from '../../src/event-store/recorded.js';

/** What moved in one currency, said by the events alone. */
interface Moved {
  readonly month: Month;
  /** The month it happened in: its own, or the closed one for which it came late. */
  readonly of: Month;
  readonly currency: string;
  readonly what: keyof MonthChanges | 'stated';
  readonly minor: bigint;
}

/** Reads events once more, without any row or report, and holds what closes said beside them. */
export class ClosedBooks {
  readonly months: Month[];
  readonly currencies: readonly string[];
  private readonly moved: readonly Moved[];
  private readonly seals = new Map<Month, MonthSeal>();
  private readonly restatements: (Restatement & { readonly month: Month })[] = [];

  constructor(events: readonly RecordedEvent[]) {
    for (const event of events) {
      if (event.type === 'MonthClosed') this.seals.set(event.data.month, event.data.seal!);
      if (event.type === 'MonthRestated') this.restatements.push(event.data);
    }
    this.months = [...this.seals.keys()].sort();
    this.moved = movedBy(events);
    this.currencies = [...new Set(this.moved.map(({ currency }) => currency))].sort();
  }

  get late(): number {
    return this.restatements.length;
  }

  /** What moved in any closed month. */
  get moves(): ReadonlySet<string> {
    return new Set(this.moved.filter(({ month, what }) => this.seals.has(month) && what !== 'stated').map(({ what }) => what));
  }

  /** Each month opens with what the one before closed with, and what was stated of before the books. */
  brokenChain(): string[] {
    return this.pairs().flatMap(([before, month, currency]) => {
      const expected = this.total(before, currency, 'closing') + this.sum(currency, ['stated'], (each) => each.month === month);
      const opening = this.total(month, currency, 'opening');
      return opening === expected ? [] : [`${month} ${currency}: opens with ${opening}, and ${expected} was carried on`];
    });
  }

  /** What all closed months say that was booked is what the events say, and the difference of the balances. */
  unequalSums(): string[] {
    const [first, last] = [this.months[0]!, this.months.at(-1)!];
    const inClosed = ({ month }: Moved) => month >= first && month <= last;
    return this.currencies.flatMap((currency) => {
      const changes = this.months.reduce((sum, month) => sum + this.held(month, currency), 0n);
      const stated = this.sum(currency, ['stated'], (each) => each.month > first && each.month <= last);
      const difference = this.total(last, currency, 'closing') - this.total(first, currency, 'opening');
      const ofEvents = changeNames
        .filter((name) => !['tax', 'fees'].includes(name))
        .map((name) => {
          const sealed = this.months.reduce((sum, month) => sum + this.total(month, currency, name), 0n);
          return [name, sealed, this.sum(currency, [name], inClosed)] as const;
        });
      return [
        ...(changes + stated === difference ? [] : [`${currency}: ${changes} changed, and the balances differ by ${difference}`]),
        ...ofEvents.flatMap(([name, sealed, said]) => (sealed === said ? [] : [`${currency} ${name}: sealed ${sealed}, events ${said}`])),
      ];
    });
  }

  /** A month with all that came late for it, less what it booked for others, is what happened in it. */
  unequalRestatements(): string[] {
    const names = ['setAside', 'adjusted', 'sent', 'cameBack'] as const;
    return this.months.flatMap((month) =>
      this.currencies.flatMap((currency) =>
        names.flatMap((name) => {
          const forIt = this.lateChanges(currency, name, (each) => each.month === month);
          const forOthers = this.lateChanges(currency, name, (each) => each.bookedIn === month);
          const restated = this.total(month, currency, name) + forIt;
          const last = this.restatements.filter((each) => each.month === month).at(-1)?.restated;
          const said = last ? (minorIn(last, currency, name) ?? 0n) : this.total(month, currency, name);
          const happened = this.sum(currency, [name], (each) => each.of === month && each.month <= this.months.at(-1)!);
          return said === restated && restated - forOthers === happened
            ? []
            : [`${month} ${currency} ${name}: restated ${said}, happened ${happened}, for others ${forOthers}, for it ${forIt}`];
        }),
      ),
    );
  }

  private pairs(): [Month, Month, string][] {
    return this.months
      .slice(1)
      .flatMap((month, at) => this.currencies.map((each): [Month, Month, string] => [this.months[at]!, month, each]));
  }

  private total(month: Month, currency: string, name: keyof MonthChanges | 'opening' | 'closing'): bigint {
    return minorIn(this.seals.get(month)!.totals as never, currency, name as keyof MonthChanges) ?? 0n;
  }

  private held(month: Month, currency: string): bigint {
    const changes = this.seals.get(month)!.totals.find(({ kept }) => kept.currency === currency);
    return changes ? heldBy(changes).minor : 0n;
  }

  private lateChanges(currency: string, name: keyof MonthChanges, which: (restated: Restatement & { month: Month }) => boolean): bigint {
    return this.restatements.filter(which).reduce((sum, { changed }) => sum + (minorIn(changed, currency, name) ?? 0n), 0n);
  }

  private sum(currency: string, what: readonly Moved['what'][], which: (moved: Moved) => boolean): bigint {
    return this.moved
      .filter((each) => each.currency === currency && what.includes(each.what) && which(each))
      .reduce((sum, { minor }) => sum + minor, 0n);
  }
}

const minorIn = (all: readonly MonthChanges[], currency: string, name: keyof MonthChanges): bigint | undefined =>
  all.find(({ kept }) => kept.currency === currency)?.[name].minor;

function movedBy(events: readonly RecordedEvent[]): Moved[] {
  const given = new Map<string, Money>();
  const sent = new Map<string, Moved>();
  const paid = new Map<string, { readonly came: Moved; readonly left: bigint }>();
  return events.flatMap((event): Moved[] => {
    if (event.type === 'PaymentCorrected') return corrected(event.data, paid);
    if (event.type === 'PayoutProposed') given.set(event.data.payout, event.data.given);
    if (event.type === 'PayoutSendingUndone') {
      const before = sent.get(event.data.payout)!;
      return [{ ...before, minor: -before.minor }];
    }
    const moves = movesOf(event, given);
    for (const move of moves.filter(({ what }) => what === 'kept')) {
      const { payment } = event.data as { payment: string };
      paid.set(payment, { came: paid.get(payment)?.came ?? move, left: (paid.get(payment)?.left ?? 0n) + move.minor });
    }
    if (event.type === 'PayoutSentByHand') sent.set(event.data.payout, moves[0]!);
    return moves;
  });
}

/**
 * In the month in which it came in, the right one takes the place of the wrong one, and what went back stays where it is booked. Once
 * that is closed, what is left of the wrong one goes out in one month, and what is left of the right one comes in in another.
 */
function corrected(data: CorrectedPayment, paid: Map<string, { readonly came: Moved; readonly left: bigint }>): Moved[] {
  const { came, left } = paid.get(data.payment)!;
  const more = data.amount.minor - data.before.amount.minor;
  const isInPlace = data.before.month === came.month;
  const taken = isInPlace ? came.minor : left;
  const { month, belongsTo } = data.before;
  const out: Moved = isInPlace ? { ...came, minor: -taken } : { ...came, month, of: belongsTo ?? month, minor: -taken };
  const into: Moved = { ...came, month: data.month, of: data.belongsTo ?? data.month, minor: taken + more };
  paid.set(data.payment, { came: into, left: left + more });
  return [out, into];
}

function movesOf(event: RecordedEvent, given: ReadonlyMap<string, Money>): Moved[] {
  const one = (
    what: Moved['what'],
    { minor, currency }: Money,
    booked: { month: Month; belongsTo?: Month } = event.data as never,
  ): Moved => ({
    ...{ month: booked.month, of: booked.belongsTo ?? booked.month, what, minor, currency },
  });
  const less = (amount: Money): Money => money(-amount.minor, amount.currency);
  switch (event.type) {
    case 'PaymentReceived':
      return [one('kept', event.data.amount)];
    case 'PaymentRefunded':
    case 'PaymentVoided':
      return [one('kept', less(event.data.amount))];
    case 'ObligationDerived':
      return [one('setAside', event.data.owed)];
    case 'ObligationAdjusted':
      return [one('adjusted', event.data.by)];
    case 'FundAdvanced':
      return [one('advanced', event.data.amount)];
    case 'AdvanceMet':
      return [one('advanced', less(event.data.amount))];
    case 'OpeningBalanceStated':
      return [one('stated', money(event.data.owed.minor - event.data.paid.minor, event.data.owed.currency))];
    case 'PayoutSentByHand':
      return [one('sent', given.get(event.data.payout)!)];
    case 'PayoutReturned':
      return [one('cameBack', given.get(event.data.payout)!)];
    default:
      return [];
  }
}
