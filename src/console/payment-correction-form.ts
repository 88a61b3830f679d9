import { dayOf } from '../domain/calendar.js';
import { formatAmount, fromJson, money, nothing } from '../domain/money.js';
import type { Correction } from '../domain/payment-correction.js';
import type { PaymentRow } from '../payments/payments.projection.js';
import type { Form } from '../web/form.js';
import { type PaymentPosted, untaxed } from './payment-form.js';

/** A payment as it stands, in the fields of the form. */
export function typedFrom(row: PaymentRow, zone: string): Form['typed'] {
  return {
    amount: formatAmount(money(row.amountMinor, row.currency)),
    currency: row.currency,
    receivedAt: dayOf(row.receivedAt, zone),
    method: row.method,
    offering: row.offering,
    taxed: taxedIn(row),
    ...(row.times !== null && { times: String(row.times) }),
    ...(row.feeMinor > 0n && { fee: formatAmount(money(row.feeMinor, row.currency)) }),
    ...(row.settled && {
      settledAmount: formatAmount(fromJson(row.settled.amount)),
      settledCurrency: row.settled.amount.currency,
      settledSource: row.settled.source,
    }),
  };
}

/** Blank where the offering decided it, or a program said a rate: what is left blank stays as it is. */
function taxedIn({ tax }: PaymentRow): string {
  if (tax.because?.by === 'place') return tax.because.place;
  return tax.because?.by === 'payment' ? (untaxed.find((each) => each === tax.treatment) ?? '') : '';
}

/** All that the form says, whole: the domain finds out what of it is new. A day that stays keeps its hour; a tax that stays, its reason. */
export function correctionOf(
  sent: PaymentPosted,
  row: PaymentRow,
  zone: string,
): Omit<Correction, 'ledger' | 'by' | 'request' | 'payment'> {
  const isDayNew = dayOf(sent.receivedAt, zone) !== dayOf(row.receivedAt, zone);
  const isTaxNew = (sent.place ?? sent.tax?.treatment ?? '') !== taxedIn(row);
  return {
    amount: sent.amount,
    fee: sent.fee ?? nothing(sent.amount.currency),
    method: sent.method,
    offering: sent.offering,
    times: sent.times ?? 1,
    ...(isDayNew && { receivedAt: sent.receivedAt }),
    ...(isTaxNew && sent.place && { place: sent.place }),
    ...(isTaxNew && sent.tax && { tax: sent.tax }),
    ...(sent.settled && { settled: sent.settled }),
  };
}
