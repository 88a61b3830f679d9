import type { Month } from '../domain/calendar.js';
import { minus, type Money, money, nothing, plus } from '../domain/money.js';
import type { Method } from '../domain/payment.js';
import type { Base } from '../domain/pledge.js';
import type { Headings, PaymentBack, PaymentLines } from './money-back.js';
import type { CorrectedSetAsideRow, PayoutsRow, ReceivedRow, SentRow, SetAsideRow, SourceRow } from './month.queries.js';

/** One fund over a month: `opening + setAside + adjusted + advanced − sent + cameBack = closing`. What closes is carried on. */
export interface FundOfMonth {
  readonly opening: Money;
  readonly setAside: Money;
  /** Signed: refunds take away, corrections may add. */
  readonly adjusted: Money;
  readonly adjustments: number;
  readonly advanced: Money;
  readonly sent: Money;
  readonly cameBack: Money;
  readonly closing: Money;
}

/**
 * What came in under one heading, one amount a currency: `received − back = kept`. `tax` and `fees` are those inside what was
 * kept. Nothing is rounded here: every amount is a sum of amounts in the books, and the parts sum to the whole.
 */
export interface Part {
  readonly payments: number;
  readonly received: readonly Money[];
  readonly back: readonly Money[];
  readonly kept: readonly Money[];
  readonly tax: readonly Money[];
  readonly fees: readonly Money[];
  /** In the funds' currencies, which need not be those of the payments. */
  readonly setAside: readonly Money[];
}

/** What was set aside under one version of the promise, and of what. */
export interface UnderPolicy {
  readonly policyVersion: number;
  readonly baseKind: Base;
  readonly shareBp: number;
  readonly payments: number;
  readonly base: Money;
  readonly setAside: Money;
}

export interface PayoutsOfMonth {
  readonly rail: PayoutsRow['rail'];
  /** How they stand on the day of reading. */
  readonly status: PayoutsRow['status'];
  readonly payouts: number;
  /** What the people receive. */
  readonly amount: Money;
  /** What the fund gave up. */
  readonly given: Money;
}

export interface MonthFigures {
  readonly month: Month;
  /** The ledger's own currency first. */
  readonly funds: readonly FundOfMonth[];
  readonly whole: Part;
  readonly inside: Part;
  readonly outside: Part;
  readonly byMethod: readonly (Part & { readonly method: Method })[];
  readonly byOffering: readonly (Part & { readonly offering: string; readonly insidePledge: boolean })[];
  readonly byPolicy: readonly UnderPolicy[];
  readonly payouts: readonly PayoutsOfMonth[];
}

export interface MonthRows {
  readonly received: readonly ReceivedRow[];
  readonly setAside: readonly SetAsideRow[];
  readonly sources: readonly SourceRow[];
  readonly sent: readonly SentRow[];
  readonly payouts: readonly PayoutsRow[];
  /** Of those payments that went back in this month; what went back of them in others is not taken. */
  readonly paymentsBack: readonly (Headings & PaymentBack)[];
}

/** Payments that were corrected since, as they were booked in this month: each a row of its own beside the sums of all others. */
export function withCorrected(
  month: Month,
  { received, setAside }: Pick<MonthRows, 'received' | 'setAside'>,
  ofCorrected: readonly CorrectedSetAsideRow[],
  { corrected }: PaymentLines,
): Pick<MonthRows, 'received' | 'setAside'> {
  const came = [...corrected.values()].flat().filter((line) => line.month === month);
  return {
    received: [
      ...received,
      ...came.map(({ method, offering, insidePledge, amount, tax, fee }) => ({
        ...{ method, offering, insidePledge },
        ...{ currency: amount.currency, payments: 1, received: amount.minor, tax: tax.minor, fees: fee.minor },
      })),
    ],
    setAside: [
      ...setAside,
      ...ofCorrected.map(({ payment, ...row }) => {
        const lines = corrected.get(payment) ?? [];
        const { method, offering, insidePledge } = lines.findLast((line) => line.month === month) ?? lines[0]!;
        return { method, offering, insidePledge, ...row };
      }),
    ],
  };
}

export function monthFigures(month: Month, home: string, rows: MonthRows): MonthFigures {
  const ofMonth: MonthRows = { ...rows, paymentsBack: rows.paymentsBack.filter((line) => line.month === month) };
  const part = (falls: (under: Headings) => boolean) => partOf(ofMonth, falls);
  const headings: readonly Headings[] = [...rows.received, ...rows.setAside, ...ofMonth.paymentsBack];
  const methods = [...new Set(headings.map(({ method }) => method))].sort();
  const offerings = [...new Map(headings.map((each) => [offeringKey(each), each])).values()].sort((a, b) =>
    offeringKey(a) < offeringKey(b) ? -1 : 1,
  );
  return {
    month,
    funds: fundsOf(home, rows),
    whole: part(() => true),
    inside: part(({ insidePledge }) => insidePledge),
    outside: part(({ insidePledge }) => !insidePledge),
    byMethod: methods.map((method) => ({ method, ...part((under) => under.method === method) })),
    byOffering: offerings.map((each) => ({
      offering: each.offering,
      insidePledge: each.insidePledge,
      ...part((under) => offeringKey(under) === offeringKey(each)),
    })),
    byPolicy: byPolicy(rows.setAside),
    payouts: rows.payouts.map(({ rail, status, payouts, amount, currency, given, givenCurrency }) => ({
      rail,
      status,
      payouts,
      amount: money(amount, currency),
      given: money(given, givenCurrency),
    })),
  };
}

/** Inside first. An offering that was moved out of the promise in the middle of a month has a line on each side. */
const offeringKey = ({ offering, insidePledge }: Headings): string => `${insidePledge ? 0 : 1} ${offering}`;

function partOf({ received, setAside, paymentsBack }: MonthRows, falls: (under: Headings) => boolean): Part {
  const came = received.filter(falls);
  const back = paymentsBack.filter(falls);
  const sums = {
    received: came.map((row) => money(row.received, row.currency)),
    back: back.map(({ amount }) => amount),
    tax: came.map((row) => money(row.tax, row.currency)),
    fees: came.map((row) => money(row.fees, row.currency)),
  };
  const currencies = [...new Set([...sums.received, ...sums.back].map(({ currency }) => currency))].sort();
  const each = (amounts: readonly Money[], less: readonly Money[] = []) =>
    currencies.map((currency) => minus(sumIn(amounts, currency), sumIn(less, currency)));
  return {
    payments: came.reduce((count, { payments }) => count + payments, 0),
    received: each(sums.received),
    back: each(sums.back),
    kept: each(sums.received, sums.back),
    tax: each(
      sums.tax,
      back.map(({ tax }) => tax),
    ),
    fees: each(
      sums.fees,
      back.map(({ fee }) => fee),
    ),
    setAside: summed(setAside.filter(falls).map(({ owed, currency }) => money(owed, currency))),
  };
}

const sumIn = (amounts: readonly Money[], currency: string): Money =>
  amounts.filter((amount) => amount.currency === currency).reduce(plus, nothing(currency));

const summed = (amounts: readonly Money[]): Money[] =>
  [...new Set(amounts.map(({ currency }) => currency))].sort().map((currency) => sumIn(amounts, currency));

function byPolicy(rows: readonly SetAsideRow[]): UnderPolicy[] {
  const keyOf = ({ policyVersion, currency }: SetAsideRow): string => `${String(policyVersion).padStart(6, '0')} ${currency}`;
  return [...new Set(rows.map(keyOf))].sort().map((key) => {
    const alike = rows.filter((row) => keyOf(row) === key);
    const [{ policyVersion, baseKind, shareBp, currency }] = alike as [SetAsideRow];
    const sum = (of: (row: SetAsideRow) => bigint) =>
      money(
        alike.reduce((total, row) => total + of(row), 0n),
        currency,
      );
    return {
      policyVersion,
      baseKind,
      shareBp,
      payments: alike.reduce((count, { payments }) => count + payments, 0),
      base: sum(({ base }) => base),
      setAside: sum(({ owed }) => owed),
    };
  });
}

function fundsOf(home: string, { sources, sent }: MonthRows): FundOfMonth[] {
  const named = [...sources, ...sent].map(({ currency }) => currency);
  const others = [...new Set(named)].filter((currency) => currency !== home).sort();
  return [home, ...others].map((currency) => {
    const source = sources.find((row) => row.currency === currency);
    const out = sent.find((row) => row.currency === currency);
    const of = (minor: bigint | undefined) => money(minor ?? 0n, currency);
    const opening = plus(minus(of(source?.before), of(out?.before)), of(out?.backBefore));
    const [setAside, adjusted, advanced] = [of(source?.setAside), of(source?.adjusted), of(source?.advanced)];
    const [gone, cameBack] = [of(out?.sent), of(out?.cameBack)];
    const closing = [setAside, adjusted, advanced, cameBack].reduce(plus, minus(opening, gone));
    return { opening, setAside, adjusted, adjustments: source?.adjustments ?? 0, advanced, sent: gone, cameBack, closing };
  });
}
