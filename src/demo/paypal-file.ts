import { type Day, type Instant, dayOf, millisOf } from '../domain/calendar.js';
import { type Money, divideHalfUp, formatAmount, minus, money, negated, nothing } from '../domain/money.js';
import type { Verdict } from '../domain/observation.js';
import type { DownloadedFile } from './bank-file.js';
import { zone } from './span.js';

/** One movement on the PayPal account; a payment from abroad has the two legs of its conversion behind it. */
export interface PayPalLine {
  readonly at: Instant;
  readonly name: string;
  readonly type: 'General Payment' | 'Payment Refund' | 'User Initiated Withdrawal';
  readonly status: 'Completed' | 'Pending';
  readonly gross: Money;
  /** CAD for one USD, in ten-thousandths, where PayPal converted. */
  readonly rate?: bigint;
  readonly subject: string;
  readonly said?: Verdict;
}

const headings = [
  'Date',
  'Time',
  'TimeZone',
  'Name',
  'Type',
  'Status',
  'Currency',
  'Gross',
  'Fee',
  'Net',
  'From Email Address',
  'To Email Address',
  'Transaction ID',
  'Item Title',
  'Reference Txn ID',
  'Invoice Number',
  'Balance',
  'Subject',
  'Note',
  'Country Code',
  'Balance Impact',
];
const ours = 'practice@ledger.example';

/** What PayPal keeps: a share of the gross and 30 cents, more from abroad. */
function feeOn({ type, status, gross }: PayPalLine): Money {
  if (type !== 'General Payment' || status !== 'Completed') return nothing(gross.currency);
  return money(divideHalfUp(gross.minor * (gross.currency === 'CAD' ? 290n : 420n), 10_000n) + 30n, gross.currency);
}

/** CAD for one USD on that day, in ten-thousandths: made up, and wandering a little as rates do. */
export const rateOn = (day: Day): bigint => 13_650n + BigInt((Number(day.slice(5, 7)) * 53 + Number(day.slice(8)) * 7) % 420);

export const convertedAt = (amount: Money, rate: bigint): Money => money(divideHalfUp(amount.minor * rate, 10_000n), 'CAD');

/** PayPal's activity download in English. `firstId` numbers the movements on from file to file, as PayPal's ids never repeat. */
export function payPalFile(lines: readonly PayPalLine[], firstId: number): DownloadedFile & { readonly nextId: number } {
  const rows: string[] = [];
  const said = new Map<number, Verdict>();
  let next = firstId;
  const newId = () => `8DM${String(next++).padStart(14, '0')}`;
  const add = (line: PayPalLine, type: string, gross: Money, fee: Money, id: string, of = '') => {
    const [date, time, name] = written(line.at);
    const isOurs = type !== line.type || gross.minor < 0n;
    const cells = [
      date,
      time,
      name,
      type === line.type ? line.name : '',
      type,
      line.status,
      gross.currency,
      formatAmount(gross),
      formatAmount(negated(fee)),
      formatAmount(minus(gross, fee)),
      isOurs ? '' : emailOf(line.name),
      ours,
      id,
      '',
      of,
      '',
      '',
      type === line.type ? line.subject : '',
      '',
      '',
      line.status === 'Pending' ? 'Memo' : gross.minor < 0n ? 'Debit' : 'Credit',
    ];
    rows.push(cells.map((cell) => `"${cell}"`).join(','));
  };
  for (const line of [...lines].sort((a, b) => (a.at < b.at ? -1 : 1))) {
    const [fee, id] = [feeOn(line), newId()];
    add(line, line.type, line.gross, fee, id);
    if (line.said) said.set(rows.length + 1, line.said);
    if (line.rate === undefined) continue;
    const net = minus(line.gross, fee);
    add(line, 'General Currency Conversion', negated(net), nothing(net.currency), newId(), id);
    add(line, 'General Currency Conversion', convertedAt(net, line.rate), nothing('CAD'), newId(), id);
  }
  const text = [headings.map((heading) => `"${heading}"`).join(','), ...rows].join('\r\n');
  return { bytes: new TextEncoder().encode(`\ufeff${text}\r\n`), said, nextId: next };
}

const emailOf = (name: string): string =>
  name
    ? `${name
        .normalize('NFD')
        .replace(/[^A-Za-z ]/g, '')
        .toLowerCase()
        .replaceAll(' ', '.')}@mail.example`
    : '';

/** Date, time and zone as the account's clock shows them. */
function written(at: Instant): [date: string, time: string, zone: string] {
  const [year, month, date] = dayOf(at, zone).split('-');
  const time = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(
    millisOf(at),
  );
  const isSummer = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'short' }).format(millisOf(at)).endsWith('EDT');
  return [`${month}/${date}/${year}`, time, isSummer ? 'EDT' : 'EST'];
}
