import { type Day, dayOf, type Instant } from '../domain/calendar.js';
import { isEqual, nothing, plus } from '../domain/money.js';
import type { ObservedLine, SourceReader } from '../domain/observed.js';
import { invalid } from '../domain/refusal.js';
import { type AmountCell, type DecimalMark, decimalMarkOf, readAmount, readCurrency } from './amounts.js';
import { delimiterOf, firstLineOf, readEach, type Row, rowsOf } from './csv.js';
import { cellOf, type Column, isPayPalHeader, type Layout, layoutOf } from './paypal-columns.js';
import { type Leg, legsByPayment } from './paypal-conversions.js';
import { dateOrderOf, readDay, readTime, type WrittenDate } from './paypal-dates.js';
import { type Movement, feeOf, judged, suspicious } from './paypal-judgement.js';
import { verdictOn } from './paypal-readings.js';
import { kindOf, progressOf } from './paypal-types.js';
import { glimpseOf, textOf } from './text.js';
import { instantIn, zoneOf } from './zones.js';

/** A row with its columns read, before it is judged together with the other rows. */
interface Entry extends Movement {
  readonly row: Row;
  readonly at: Instant;
}

type Account = Parameters<SourceReader['read']>[1];

/**
 * PayPal's activity download, and its statement, as CSV or TSV in English, French or German. Columns go by name; the
 * order of day and month and the decimal mark are deduced from the whole file; the zone goes by row. Source: headers,
 * types and rows of exports that people published with their importers.
 */
export const paypalActivity: SourceReader = {
  source: 'paypal-activity',
  title: 'PayPal activity download (CSV)',

  recognises(head) {
    const text = glimpseOf(head);
    return isPayPalHeader(cellsOf(firstLineOf(text), delimiterOf(text)));
  },

  read(bytes, account) {
    const text = textOf(bytes);
    const [header, ...rows] = rowsOf(text, delimiterOf(text));
    if (!header) return [];
    const layout = layoutOf(header);
    const dates = readEach(header, rows, (row) => writtenDate(row, layout));
    const order = dateOrderOf(dates, layout.language);
    const mark = decimalMarkOf(amountCells(rows, layout), layout.language === 'en' ? '.' : ',');
    const entries = readEach(header, rows, (row) => {
      const { date, time, zone } = writtenDate(row, layout);
      return entryOf(row, layout, mark, instantIn(zone, readDay(date, order, row.line), time));
    });
    const legs = legsByPayment(legsOf(entries, layout));
    return entries.map((entry) => lineOf(entry, layout, legs, account));
  },
};

/** A header's cells, roughly: enough to recognise it, whatever follows. */
const cellsOf = (line: string, delimiter: string): string[] => line.split(delimiter).map((cell) => cell.replace(/"/g, '').trim());

function writtenDate(row: Row, layout: Layout): WrittenDate {
  const zone = zoneOf(cellOf(row, layout, 'zone'));
  if (!zone) {
    const says = `${layout.named('zone')} is not a zone that we know, like PST, CET or America/Toronto: the day cannot be told.`;
    throw invalid(`line ${row.line}`, says);
  }
  const time = readTime(cellOf(row, layout, 'time'), row.line);
  return { line: row.line, date: cellOf(row, layout, 'date'), time, zone };
}

function amountCells(rows: readonly Row[], layout: Layout): AmountCell[] {
  const columns = (['gross', 'fee', 'net'] as const).filter((column) => layout.at(column) !== -1);
  return rows.flatMap((row) => columns.map((column) => amountCell(row, layout, column)));
}

const amountCell = (row: Row, layout: Layout, column: Column): AmountCell => ({
  row,
  index: layout.at(column),
  column: layout.named(column),
});

function entryOf(row: Row, layout: Layout, mark: DecimalMark, at: Instant): Entry {
  const currency = readCurrency(row, layout.at('currency'), layout.named('currency'));
  const amountIn = (column: Column) => readAmount(amountCell(row, layout, column), currency, mark);
  const shown = (column: Column) => !['', '...', '…'].includes(cellOf(row, layout, column));
  const gross = amountIn('gross');
  const fee = shown('fee') ? amountIn('fee') : undefined;
  const derived = plus(gross, fee ?? nothing(currency));
  const net = shown('net') ? amountIn('net') : derived;
  if (!isEqual(net, derived)) {
    const [g, f, n] = (['gross', 'fee', 'net'] as const).map((column) => layout.named(column));
    throw invalid(`line ${row.line}`, `${g} and ${f} do not add up to ${n}. Download the file again, unchanged.`);
  }
  const status = layout.isStatement ? undefined : cellOf(row, layout, 'status');
  const evidence = { type: cellOf(row, layout, 'type'), status, impact: cellOf(row, layout, 'impact'), gross };
  return { row, at, gross, fee, net, verdict: suspicious(verdictOn(evidence), fee) };
}

function legsOf(entries: readonly Entry[], layout: Layout): Leg[] {
  return entries
    .filter(({ row }) => kindOf(cellOf(row, layout, 'type')) === 'conversion')
    .filter(({ row }) => layout.isStatement || progressOf(cellOf(row, layout, 'status')) === 'completed')
    .map(({ row, gross }) => ({ of: cellOf(row, layout, 'reference'), gross }))
    .filter((leg) => leg.of !== '');
}

function lineOf(entry: Entry, layout: Layout, legs: ReadonlyMap<string, readonly Leg[]>, account: Account): ObservedLine {
  const { row, at, gross, fee } = entry;
  const [name, id] = [cellOf(row, layout, 'name'), cellOf(row, layout, 'id')];
  const kind = cellOf(row, layout, 'type');
  const day: Day = dayOf(at, account.zone);
  return {
    line: row.line,
    day,
    at,
    amount: gross,
    ...feeOf(fee),
    ...judged(entry, legs.get(id) ?? [], account.homeCurrency),
    method: 'paypal',
    ...(kind ? { kind } : {}),
    text: textIn(row, layout),
    ...(name ? { name } : {}),
    ...(id ? { reference: id } : {}),
  };
}

/** The type and what the payer wrote, as they stand there. */
function textIn(row: Row, layout: Layout): string {
  const parts = (['type', 'title', 'subject', 'note'] as const).map((column) => cellOf(row, layout, column));
  return [...new Set(parts.filter((part) => part !== ''))].join(' · ');
}
