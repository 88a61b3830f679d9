import type { RailName } from '../../domain/call.js';
import type { Role } from '../../domain/ledger.js';
import type { Voucher } from '../../domain/observed.js';
import type { AppliedTax, TaxTreatment } from '../../domain/tax.js';
import type { TaxPlace } from '../../domain/tax-rates.js';
import type { Method, Reversal } from '../../domain/payment.js';
import type { Base } from '../../domain/pledge.js';
import { percent } from '../../web/amounts.js';

/** Codes of the books, in the words that stewards use. */
export const methodWords: Readonly<Record<Method, string>> = {
  interac: 'Interac e-Transfer',
  paypal: 'PayPal',
  cheque: 'Cheque',
  cash: 'Cash',
  other: 'Something else',
};

export const reversalWords: Readonly<Record<Reversal, string>> = {
  chargeback: 'a chargeback',
  dispute: 'a dispute',
  'returned-by-bank': 'the bank returned it',
};

export const railWords: Readonly<Record<RailName, string>> = {
  interac: 'Interac e-Transfer',
  paypal: 'PayPal, sent by this program',
  'paypal-personal': 'PayPal, sent by you',
  venmo: 'Venmo',
  cashapp: 'Cash App',
  cheque: 'Cheque',
  cash: 'Cash',
  other: 'Something else',
};

export const baseWords: Readonly<Record<Base, string>> = {
  gross: 'everything people pay, taxes and fees included',
  'net-of-tax': 'what is left after GST',
  'net-of-tax-and-fees': 'what is left after GST and payment fees',
};

export const roleWords: Readonly<Record<Role, { name: string; may: string }>> = {
  steward: { name: 'Steward', may: 'Does everything, and decides who else may.' },
  bookkeeper: { name: 'Bookkeeper', may: 'Records payments, brings in files, closes months. Approves no payout and sees no address.' },
  approver: { name: 'Approver', may: 'Approves payouts that somebody else proposed.' },
  auditor: { name: 'Auditor', may: 'Reads the books and changes nothing. Sees no name and no address.' },
};

export function taxWords(tax: TaxTreatment): string {
  switch (tax.treatment) {
    case 'taxable':
      return `tax of ${percent(tax.rateBp)} inside the price`;
    case 'zero-rated':
      return 'zero-rated';
    case 'exempt':
      return 'exempt from tax';
    case 'not-registered':
      return 'no tax, not registered';
  }
}

export const voucherWords: Readonly<Record<Voucher, string>> = {
  signature: 'Interac’s own signature on it holds.',
  'mail-host': 'Your mail host says that Interac signed it.',
};

export const placeWords: Readonly<Record<TaxPlace, string>> = {
  AB: 'Alberta',
  BC: 'British Columbia',
  MB: 'Manitoba',
  NB: 'New Brunswick',
  NL: 'Newfoundland and Labrador',
  NS: 'Nova Scotia',
  NT: 'Northwest Territories',
  NU: 'Nunavut',
  ON: 'Ontario',
  PE: 'Prince Edward Island',
  QC: 'Quebec',
  SK: 'Saskatchewan',
  YT: 'Yukon',
  abroad: 'outside Canada',
};

/** Why a payment holds the tax that it holds; blank where nobody noted it. */
export function taxReasonWords({ because }: AppliedTax): string {
  if (!because) return '';
  switch (because.by) {
    case 'offering':
      return 'as the offering says';
    case 'payment':
      return 'said for this payment';
    case 'place':
      return `for whoever pays from ${placeWords[because.place]}`;
  }
}

/** `3 things`, `1 thing`. */
export const counted = (count: number, one: string, several = `${one}s`): string => `${count} ${count === 1 ? one : several}`;

/** 12,000: in groups, for numbers that can be large. */
export const grouped = (count: number): string => count.toLocaleString('en-CA');
