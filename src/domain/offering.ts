import type { Asked } from './asked.js';
import type { Instant } from './calendar.js';
import { type Books, type LedgerFact, openBooks } from './ledger.js';
import { type Money, formatAmount } from './money.js';
import { invalid } from './refusal.js';

/** How tax sits in the price. The practitioner chooses; the program never does. */
export type TaxTreatment =
  | { readonly treatment: 'taxable' /** Basis points inside the price; GST of 5 % is 500. */; readonly rateBp: number }
  | { readonly treatment: 'zero-rated' | 'exempt' | 'not-registered' };

export interface Band {
  readonly from: Money;
  readonly to: Money;
}

/**
 * What is sold. Prices differ by the client's social location, which is why a payment stores no band and nothing groups by
 * it; whom a band is for stands only in the promise's public words.
 */
export interface Offering {
  /** Short name in addresses and files: `ces-50`. */
  readonly offering: string;
  readonly name: string;
  readonly bands?: { readonly lower: Band; readonly upper: Band };
  readonly tax: TaxTreatment;
  /** False for reduced-rate work: recorded, shown, and outside the promise. */
  readonly insidePledge: boolean;
}

export interface OfferingDefinition extends Asked, Offering {}

export class DefineOffering {
  constructor(readonly input: OfferingDefinition) {}
}

export function defineOffering(books: Books, input: OfferingDefinition, now: Instant): LedgerFact[] {
  openBooks(books);
  const { offering, name, bands, tax, insidePledge } = input;
  if (!/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/.test(offering)) {
    throw invalid('offering', 'Use 1 to 40 small letters, digits and hyphens, like "ces-50".');
  }
  if (!name.trim() || name.length > 120) throw invalid('name', 'Enter a name, up to 120 characters.');
  for (const [side, { from, to }] of Object.entries(bands ?? {})) {
    const oneCurrency = [from, to].every(({ currency }) => currency === bands?.lower.from.currency);
    if (!oneCurrency || from.minor > to.minor || from.minor <= 0n) {
      throw invalid(`bands.${side}`, 'A band runs from a lower to a higher amount, and both bands are in one currency.');
    }
  }
  const defined: Offering = { offering, name: name.trim(), ...(bands && { bands }), tax: checkedTax(tax), insidePledge };
  return [{ type: 'OfferingDefined', data: defined, happenedAt: now }];
}

/** A treatment as it may stand in an event: a rate where there is tax, and nothing beside it where there is none. */
export function checkedTax(tax: TaxTreatment): TaxTreatment {
  if (tax.treatment !== 'taxable') return { treatment: tax.treatment };
  const { treatment, rateBp } = tax;
  if (!Number.isInteger(rateBp) || rateBp < 1 || rateBp > 5000)
    throw invalid('tax.rateBp', 'Enter the tax inside the price in basis points: 500 for 5 %.');
  return { treatment, rateBp };
}

/** A sentence when the amount lies in neither band, tested on their union so that nobody is told which band was meant. */
export function oddAmount({ bands, name }: Offering, amount: Money): string | undefined {
  if (!bands || bands.lower.from.currency !== amount.currency) return undefined;
  const fits = [bands.lower, bands.upper].some(({ from, to }) => amount.minor >= from.minor && amount.minor <= to.minor);
  return fits ? undefined : `${formatAmount(amount)} ${amount.currency} is not a usual amount for ${name}. Check it before you record it.`;
}
