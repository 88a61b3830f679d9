import { dueAt, isPastDelay } from '../public-log/schedule.js';
import { addMonths } from './calendar.js';
import type { Currency } from './currency.js';
import { divideHalfUp, type Money, money, nothing } from './money.js';
import type { Carried } from './publication.js';
import { type FinalPayout, type ReturnedPayout, type Standing, strictest, type Wait, type WaitReason } from './publication-books.js';
import type { PublishedRules } from './publication-rules.js';

/** `count` equal slots of `unitMinor`: all that the world learns of money passed on, or of money that came back. */
export interface SlotsFigure {
  readonly currency: Currency;
  readonly unitMinor: bigint;
  readonly count: number;
}

/** What the fund gave up in `from` for the slots paid in `to`. */
export interface ConvertedFigure {
  readonly from: Money;
  readonly to: Money;
}

/** Money that took one way: given up by the fund in one currency, received in one. Each way meets the threshold by itself. */
interface Way<P> {
  readonly from: Currency;
  readonly to: Currency;
  readonly payouts: readonly P[];
}

/** A return that stayed below the threshold this long is no longer set apart. */
const monthsUntilRelease = 12;

/**
 * The recipients' threshold. A currency's batch holds the ways into it that pass; a way that was converted passes by
 * itself, and so does the rest, so that no difference between the batch and `pool.converted` speaks of fewer people.
 */
export function judgeBatches(payouts: readonly FinalPayout[], standing: Standing) {
  const counts = new Map<Currency, number>();
  const conversions: ConvertedFigure[] = [];
  const counted: string[] = [];
  const waits: Wait[] = [];
  let { carried } = standing;
  for (const way of ways(payouts)) {
    const due = way.payouts.filter((payout) => isDue(payout, standing));
    waits.push(...waitsBefore(way, due, standing));
    if (due.length === 0) continue;
    const slots = slotsOf({ ...way, payouts: due }, carriedOn(carried, way), standing);
    if (typeof slots === 'string') {
      waits.push(waiting('payouts', slots, due));
      continue;
    }
    counts.set(way.to, (counts.get(way.to) ?? 0) + slots.count);
    if (way.from !== way.to) conversions.push(slots.converted);
    counted.push(...due.map(({ payoutId }) => payoutId));
    carried = replaced(carried, slots.carried);
  }
  const figures = [...counts].map(([currency, count]) => ({ currency, unitMinor: standing.unitOf(currency), count }));
  return { figures, conversions, counted, waits, carried };
}

const isDue = ({ month, finalAt }: FinalPayout, { period, date, rulesOf }: Standing): boolean =>
  month <= period && isPastDelay(month, rulesOf(month).delayDays, date) && finalAt <= dueAt(date);

/** The steward is told what is not ripe yet; the batch goes without it. */
function waitsBefore({ payouts }: Way<FinalPayout>, due: readonly FinalPayout[], { period, date }: Standing): readonly Wait[] {
  const unripe = payouts.filter((payout) => !due.includes(payout));
  const open = unripe.filter(({ month, finalAt }) => month <= period && finalAt > dueAt(date));
  const early = unripe.filter((payout) => !open.includes(payout));
  return [waiting('payouts', 'delay', early), waiting('payouts', 'not-final', open)].filter(({ refs }) => refs.length > 0);
}

/** The slots that one way makes, with what it kept back before; or why it waits. */
function slotsOf(way: Way<FinalPayout>, before: Carried, standing: Standing) {
  const unit = standing.unitOf(way.to);
  const paid = total(way.payouts, 'paid') + before.paid.minor;
  const given = total(way.payouts, 'given') + before.given.minor;
  const count = paid > 0n ? paid / unit : 0n;
  const why = whyTooFew(way.payouts, count * unit, unit, strictest(standing, way.payouts));
  if (why) return why;
  const givenShown = divideHalfUp(given * count * unit, paid);
  if (givenShown <= 0n) return 'below-a-unit';
  const shown = { from: money(givenShown, way.from), to: money(count * unit, way.to) };
  const kept = { given: money(given - givenShown, way.from), paid: money(paid - count * unit, way.to) };
  return { count: Number(count), converted: shown, carried: kept };
}

export type TooFew = Extract<WaitReason, 'fewer-than-k' | 'dominance' | 'below-a-unit'>;

/**
 * At least k people with a unit or more each, nobody with more than the share allowed, neither of the new money nor of
 * the figure that would be shown. A person with less than a unit is in the batch, but hides nobody.
 */
export function whyTooFew(
  payouts: readonly { readonly person: string; readonly paid: Money }[],
  shownMinor: bigint,
  unitMinor: bigint,
  { k, dominancePercent }: Pick<PublishedRules, 'k' | 'dominancePercent'>,
): TooFew | undefined {
  const people = new Map<string, bigint>();
  for (const { person, paid } of payouts) people.set(person, (people.get(person) ?? 0n) + paid.minor);
  const amounts = [...people.values()];
  if (amounts.filter((minor) => minor >= unitMinor).length < k) return 'fewer-than-k';
  if (shownMinor <= 0n) return 'below-a-unit';
  const sum = amounts.reduce((left, right) => left + right, 0n);
  const whole = sum < shownMinor ? sum : shownMinor;
  return amounts.some((minor) => minor * 100n > whole * BigInt(dominancePercent)) ? 'dominance' : undefined;
}

/**
 * Money that came back after its publication. It is stated once at least k people's has, never a single one; what
 * waited twelve months is available again unsaid, and as many slots are left out of later batches.
 */
export function judgeReturns(returns: readonly ReturnedPayout[], standing: Standing) {
  const figures: SlotsFigure[] = [];
  const returned: string[] = [];
  const released: string[] = [];
  const waits: Wait[] = [];
  let { carried } = standing;
  for (const way of ways(returns)) {
    const due = way.payouts.filter(({ month }) => month <= standing.period);
    const figure = statedReturn({ ...way, payouts: due }, standing);
    const ripe = typeof figure === 'string' ? due.filter(({ month }) => addMonths(month, monthsUntilRelease) <= standing.period) : due;
    if (typeof figure === 'string') {
      released.push(...ripe.map(({ payoutId }) => payoutId));
    } else {
      figures.push(figure);
      returned.push(...ripe.map(({ payoutId }) => payoutId));
    }
    const waitingStill = way.payouts.filter((payout) => !ripe.includes(payout));
    if (waitingStill.length > 0) waits.push(waiting('returns', typeof figure === 'string' ? figure : 'delay', waitingStill));
    carried = replaced(carried, leftOut({ ...way, payouts: ripe }, typeof figure === 'string' ? 0n : slotsMinor(figure), carried));
  }
  return { figures, returned, released, waits, carried };
}

const slotsMinor = ({ count, unitMinor }: SlotsFigure): bigint => BigInt(count) * unitMinor;

function statedReturn(way: Way<ReturnedPayout>, standing: Standing): SlotsFigure | TooFew | 'delay' | 'conversion-return' {
  if (way.payouts.length === 0) return 'delay';
  if (way.from !== way.to) return 'conversion-return';
  const unitMinor = standing.unitOf(way.to);
  const count = total(way.payouts, 'paid') / unitMinor;
  const rules = strictest(standing, way.payouts);
  return whyTooFew(way.payouts, count * unitMinor, unitMinor, rules) ?? { currency: way.to, unitMinor, count: Number(count) };
}

/** What came back and was not stated is taken from what later batches may show. */
function leftOut(way: Way<ReturnedPayout>, statedMinor: bigint, carried: readonly Carried[]): Carried {
  const before = carriedOn(carried, way);
  return {
    paid: money(before.paid.minor - total(way.payouts, 'paid') + statedMinor, way.to),
    given: money(before.given.minor - total(way.payouts, 'given') + statedMinor, way.from),
  };
}

function ways<P extends Pick<FinalPayout, 'paid' | 'given'>>(payouts: readonly P[]): readonly Way<P>[] {
  const found = new Map<string, Way<P>>();
  for (const payout of payouts) {
    const [from, to] = [payout.given.currency, payout.paid.currency];
    const key = `${to} ${from}`;
    found.set(key, { from, to, payouts: [...(found.get(key)?.payouts ?? []), payout] });
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, way]) => way);
}

const total = (payouts: readonly Pick<FinalPayout, 'paid' | 'given'>[], side: 'paid' | 'given'): bigint =>
  payouts.reduce((sum, payout) => sum + payout[side].minor, 0n);

type Ends = Pick<Way<unknown>, 'from' | 'to'>;

const isOn = ({ paid, given }: Carried, { from, to }: Ends): boolean => paid.currency === to && given.currency === from;

const carriedOn = (carried: readonly Carried[], way: Ends): Carried =>
  carried.find((kept) => isOn(kept, way)) ?? { paid: nothing(way.to), given: nothing(way.from) };

/** The list with one way's remainder replaced; nothing kept back is nothing listed. */
function replaced(carried: readonly Carried[], kept: Carried): readonly Carried[] {
  const others = carried.filter((other) => !isOn(other, { from: kept.given.currency, to: kept.paid.currency }));
  return kept.paid.minor === 0n && kept.given.minor === 0n ? others : [...others, kept];
}

type PayoutWait = TooFew | 'delay' | 'not-final' | 'conversion-return';

function waiting(what: Wait['what'], why: PayoutWait, payouts: readonly Pick<FinalPayout, 'payoutId' | 'paid'>[]): Wait {
  const currency = payouts[0]?.paid.currency ?? '';
  return { what, why, currency, says: sentences[why](currency), refs: payouts.map(({ payoutId }) => payoutId) };
}

const sentences: Readonly<Record<PayoutWait, (currency: Currency) => string>> = {
  delay: (currency) => `Money in ${currency} waits until its month has lain long enough.`,
  'not-final': (currency) => `Money sent in ${currency} waits until it is final: it could still come back.`,
  'fewer-than-k': (currency) => `Money in ${currency} waits: too few people are among it to be published together.`,
  dominance: (currency) => `Money in ${currency} waits: one person has more than half of it, and the sum would show it.`,
  'below-a-unit': (currency) => `Money in ${currency} waits until it makes a whole unit, after the slots that are left out.`,
  'conversion-return': (currency) =>
    `Converted money that came back in ${currency} is set apart for 12 months, then left out of later batches.`,
};
