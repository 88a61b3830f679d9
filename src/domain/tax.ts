import type { Day } from './calendar.js';
import { type Money, nothing, taxInsideHalfUp } from './money.js';
import { invalid } from './refusal.js';
import { type TaxPlace, rateAt } from './tax-rates.js';

/** How tax sits in the price. The practitioner chooses; the program never does. */
export type TaxTreatment =
  | { readonly treatment: 'taxable' /** Basis points inside the price; GST of 5 % is 500. */; readonly rateBp: number }
  | { readonly treatment: 'zero-rated' | 'exempt' | 'not-registered' };

/** Why a payment holds the tax that it holds: its offering says so, it was said for this payment, or the place of whoever paid. */
export type TaxReason =
  | { readonly by: 'offering' | 'payment' }
  /** `since` is the first day of the table's line that was used; abroad there is no rate. */
  | { readonly by: 'place'; readonly place: TaxPlace; readonly since?: Day };

/** The treatment of one payment as it is kept. Payments of before this was noted carry no reason. */
export type AppliedTax = TaxTreatment & { readonly because?: TaxReason };

/** What was said of the tax of one payment, if anything. */
export interface TaxSaid {
  readonly tax?: TaxTreatment | undefined;
  /** Where whoever paid lives. It gives the rate where the offering is taxable, and changes nothing where it is not. */
  readonly place?: TaxPlace | undefined;
}

/** A treatment as it may stand in an event: a rate where there is tax, and nothing beside it where there is none. */
export function checkedTax(tax: TaxTreatment): TaxTreatment {
  if (tax.treatment !== 'taxable') return { treatment: tax.treatment };
  const { treatment, rateBp } = tax;
  if (!Number.isInteger(rateBp) || rateBp < 1 || rateBp > 5000)
    throw invalid('tax.rateBp', 'Enter the tax inside the price in basis points: 500 for 5 %.');
  return { treatment, rateBp };
}

/**
 * The offering's treatment, unless something else was said of this payment: nothing is guessed from a currency, a method or a name.
 * @param day on which the money came in, in the ledger's zone
 */
export function taxOfPayment(ofOffering: TaxTreatment, { tax, place }: TaxSaid, day: Day): AppliedTax {
  if (tax && place) throw invalid('place', 'Say where whoever paid lives, or how it is taxed, not both.');
  if (tax) return { ...checkedTax(tax), because: { by: 'payment' } };
  if (!place || ofOffering.treatment !== 'taxable') return { ...checkedTax(ofOffering), because: { by: 'offering' } };
  if (place === 'abroad') return { treatment: 'zero-rated', because: { by: 'place', place } };
  const { rateBp, from } = rateAt(place, day);
  return { treatment: 'taxable', rateBp, because: { by: 'place', place, since: from } };
}

/** Tax that this price holds, rounded half up. */
export const taxIn = (price: Money, tax: TaxTreatment): Money =>
  tax.treatment === 'taxable' ? taxInsideHalfUp(price, tax.rateBp) : nothing(price.currency);
