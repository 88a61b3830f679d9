import type { Money } from '../domain/money.js';
import type { Settlement } from '../domain/pledge.js';
import { type TaxPlace, taxPlaces } from '../domain/tax-rates.js';
import type { FormReading } from './form-reading.js';
import { rateFields } from './pages/line-rate.js';

/** Where whoever paid lives, from the box of that name. */
export function readPlace(reading: FormReading, name: string): TaxPlace | undefined {
  const said = reading.optional(name, 10);
  const place = taxPlaces.find((each) => each === said);
  if (said && !place) reading.refuse(name, 'Choose one of the places.');
  return place;
}

/** What was typed of a rate: the figure, and who says so. */
export interface RateTyped {
  readonly amount?: Money | undefined;
  readonly source?: string | undefined;
}

export function readRateTyped(reading: FormReading, line: number | string): RateTyped {
  const { amount, currency, source } = rateFields(line);
  return { amount: reading.optionalMoney(amount, currency, false), source: reading.optional(source, 120) };
}

/** A figure counts only with who says so. */
export function settledBy(reading: FormReading, line: number | string, { amount, source }: RateTyped): Settlement | undefined {
  if (amount && !source) reading.refuse(rateFields(line).source, 'Say who says so, like PayPal or your bank.');
  return amount && source ? { amount, source } : undefined;
}
