import type { Asked } from './asked.js';
import type { Instant } from './calendar.js';
import { type Books, type LedgerFact, openBooks } from './ledger.js';
import { type Money, amountSaid } from './money.js';
import { invalid } from './refusal.js';
import { type TaxTreatment, checkedTax } from './tax.js';

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

/**
 * A sentence when the amount lies in neither band, tested on their union so that nobody is told which band was meant.
 * @param times how many sessions or people it pays for, each of them in either band
 */
export function oddAmount({ bands, name }: Offering, amount: Money, times = 1): string | undefined {
  if (!bands || bands.lower.from.currency !== amount.currency) return undefined;
  if (fits(bands, amount, BigInt(times))) return undefined;
  const counted = times > 1 ? ` ${times} times` : '';
  return `${amountSaid(amount)} is not a usual amount for ${name}${counted}. Check it before you record it.`;
}

/** With `n` to pay for, any number of them in the lower band and the rest in the upper one. */
function fits({ lower, upper }: NonNullable<Offering['bands']>, { minor }: Money, times: bigint): boolean {
  for (let low = 0n; low <= times; low += 1n) {
    const least = low * lower.from.minor + (times - low) * upper.from.minor;
    const most = low * lower.to.minor + (times - low) * upper.to.minor;
    if (least <= minor && minor <= most) return true;
  }
  return false;
}
