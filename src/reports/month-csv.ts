import { formatAmount, type Money } from '../domain/money.js';
import type { FundOfMonth, Part } from './month-figures.js';
import type { MonthReport } from './month-reports.js';
import { lateFigures } from './month-sealed.js';
import { payoutWords } from './report-words.js';

/** A word, or an amount or count that has to stay a number in every spreadsheet. */
type Value = string | { readonly number: string };
type Line = readonly Value[];

const heads = ['month', 'part', 'of', 'promise', 'what', 'count', 'currency', 'amount'];

/**
 * The report for spreadsheets: one amount a line, RFC 4180. Amounts are plain decimals with their sign and all their
 * currency's decimals; the lines of a part sum to the line `together` of the same `what` and currency.
 */
export function monthCsv(report: MonthReport): string {
  const lines = [
    ...report.funds.flatMap(fundLines),
    ...partLines(report),
    ...promiseLines(report),
    ...payoutLines(report),
    ...lateLines(report),
  ];
  return [heads, ...lines.map((line) => [report.month, ...line])].map(csvLine).join('');
}

const amounts = (part: string, of: string, promise: string, what: string, values: readonly Money[], count = ''): Line[] =>
  values.map((amount) => [part, of, promise, what, { number: count }, amount.currency, { number: formatAmount(amount) }]);

function fundLines({ opening, setAside, adjusted, adjustments, advanced, sent, cameBack, closing }: FundOfMonth): Line[] {
  const line = (what: string, amount: Money, count?: number) =>
    amounts('fund', '', '', what, [amount], count === undefined ? '' : String(count));
  return [
    line('held at the start', opening),
    line('set aside', setAside),
    line('refunds and corrections', adjusted, adjustments),
    line('covered', advanced),
    line('sent', sent),
    line('came back', cameBack),
    line('held at the end', closing),
  ].flat();
}

function partLines({ whole, inside, outside, byMethod, byOffering }: MonthReport): Line[] {
  return [
    ...byMethod.flatMap((part) => linesOf('by method', part.method, '', part)),
    ...byOffering.flatMap((part) => linesOf('by offering', part.offering, part.insidePledge ? 'inside' : 'outside', part)),
    ...linesOf('by promise', 'inside', 'inside', inside),
    ...linesOf('by promise', 'outside', 'outside', outside),
    ...linesOf('together', '', '', whole),
  ];
}

function linesOf(part: string, of: string, promise: string, { payments, received, back, kept, tax, fees, setAside }: Part): Line[] {
  const line = (what: string, values: readonly Money[], count = '') => amounts(part, of, promise, what, values, count);
  const count = received.length === 1 ? String(payments) : '';
  return [
    line('came in', received, count),
    line('went back', back),
    line('kept', kept),
    line('tax inside', tax),
    line('fees', fees),
    line('set aside', setAside),
  ].flat();
}

const promiseLines = ({ byPolicy }: MonthReport): Line[] =>
  byPolicy.flatMap(({ policyVersion, payments, base, setAside }) => [
    ...amounts('by version', `version ${policyVersion}`, 'inside', 'taken of', [base], String(payments)),
    ...amounts('by version', `version ${policyVersion}`, 'inside', 'set aside', [setAside], String(payments)),
  ]);

const payoutLines = ({ payouts }: MonthReport): Line[] =>
  payouts.flatMap(({ rail, status, payouts: count, amount, given }) => [
    ...amounts('payouts', rail, '', `${payoutWords[status]}: people receive`, [amount], String(count)),
    ...amounts('payouts', rail, '', `${payoutWords[status]}: given for it`, [given], String(count)),
  ]);

/** What came late for a closed month and is booked in another: as closed, what came, both together. */
const lateLines = ({ seal, restatements = [] }: MonthReport): Line[] =>
  lateFigures(seal, restatements).flatMap(({ name, restatement, sealed, changed, together }) => {
    const line = (what: string, amount: Money | undefined) =>
      amounts('came late', restatement.bookedIn, '', `${name}: ${what}`, amount ? [amount] : []);
    return [line('as closed', sealed), line('came late', changed), line('with it', together)].flat();
  });

/** One record of RFC 4180. */
export const csvLine = (values: Line): string => `${values.map(csvValue).join(',')}\r\n`;

/**
 * What a person wrote never becomes a formula: a spreadsheet reads `=`, `+`, `-`, `@`, tab and return at the start as one,
 * and an apostrophe before it as text. Numbers go as they are, the minus included.
 */
export function csvValue(value: Value): string {
  if (typeof value !== 'string') return value.number;
  const text = /^\s*[=+\-@]|^[\t\r\n]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
