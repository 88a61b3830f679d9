import type { RailName } from '../domain/call.js';
import type { Method } from '../domain/payment.js';
import type { Base } from '../domain/pledge.js';
import { percent } from '../web/amounts.js';
import type { PayoutsOfMonth, UnderPolicy } from './month-figures.js';

/** Codes of the books as a report says them. */
export const methodWords: Readonly<Record<Method, string>> = {
  interac: 'Interac e-Transfer',
  paypal: 'PayPal',
  cheque: 'Cheque',
  cash: 'Cash',
  other: 'Something else',
};

export const railWords: Readonly<Record<RailName, string>> = {
  interac: 'Interac e-Transfer',
  paypal: 'PayPal, sent by the program',
  'paypal-personal': 'PayPal, sent by hand',
  venmo: 'Venmo',
  cashapp: 'Cash App',
  cheque: 'Cheque',
  cash: 'Cash',
  other: 'Something else',
};

export const payoutWords: Readonly<Record<PayoutsOfMonth['status'], string>> = {
  sent: 'sent, on its way',
  unclaimed: 'sent, not yet claimed',
  'on-hold': 'sent, held by PayPal',
  paid: 'arrived',
  reversed: 'taken back by PayPal',
  returned: 'came back',
};

const baseWords: Readonly<Record<Base, string>> = {
  gross: 'everything paid',
  'net-of-tax': 'what is left after GST',
  'net-of-tax-and-fees': 'what is left after GST and fees',
};

/** `Version 2: 20 % of everything paid`. */
export const policyWords = ({ policyVersion, shareBp, baseKind }: UnderPolicy): string =>
  `Version ${policyVersion}: ${percent(shareBp)} of ${baseWords[baseKind]}`;

export const offeringWords = ({ offering, insidePledge }: { offering: string; insidePledge: boolean }): string =>
  insidePledge ? offering : `${offering}, outside the promise`;
