/**
 * PayPal's event codes, by the names under which the activity file lists the same movements: so a row of the search is read
 * as the row of the file is. Source: PayPal's list of event codes for Transaction Search. A code that is not here has no
 * name, and a person looks.
 */
const namesByCode: Readonly<Record<string, string>> = {
  T0000: 'General Payment',
  T0001: 'Mass Pay Payment',
  T0002: 'Subscription Payment',
  T0003: 'PreApproved Payment Bill User Payment',
  T0004: 'eBay Auction Payment',
  T0005: 'Direct Credit Card Payment',
  T0006: 'Express Checkout Payment',
  T0007: 'Website Payment',
  T0011: 'Mobile Payment',
  T0012: 'Virtual Terminal Payment',
  T0013: 'Donation Payment',
  T0100: 'General Fee',
  T0104: 'Fee for Mass Pay Request',
  T0106: 'Chargeback Fee',
  T0107: 'Payment Fee',
  T0113: 'Partner Fee',
  T0114: 'Chargeback Fee',
  T0200: 'General Currency Conversion',
  T0201: 'User Initiated Currency Conversion',
  T0202: 'Currency Conversion',
  T0300: 'General Funding of PayPal Account',
  T0301: 'General Funding of PayPal Account',
  T0302: 'General Funding of PayPal Account',
  T0303: 'General Funding of PayPal Account',
  T0400: 'General Withdrawal',
  T0401: 'Auto-sweep',
  T0403: 'User Initiated Withdrawal',
  T0600: 'General Credit Card Withdrawal',
  T0700: 'General Credit Card Deposit',
  T1100: 'General Reversal',
  T1101: 'Reversal of ACH Withdrawal Transaction',
  T1104: 'Reversal of ACH Deposit',
  T1105: 'Reversal of General Account Hold',
  T1106: 'Payment Reversal',
  T1107: 'Payment Refund',
  T1108: 'Payment Fee',
  T1109: 'Payment Fee',
  T1110: 'Hold on Balance for Dispute Investigation',
  T1111: 'Cancellation of Hold for Dispute Resolution',
  T1114: 'Mass Pay Reversal',
  T1115: 'Mass Pay Refund',
  T1201: 'Chargeback',
  T1202: 'Chargeback Reversal',
  T1205: 'Chargeback Reimbursement',
  T1208: 'Chargeback Cancellation',
  T1300: 'General Authorization',
  T1301: 'Reauthorization',
  T1302: 'Void of Authorization',
  T1500: 'General Temporary Hold',
  T1501: 'Account Hold for Open Authorization',
  T1503: 'Hold on Available Balance',
  T2101: 'General Hold',
  T2102: 'General Hold Release',
  T2103: 'Reserve Hold',
  T2104: 'Reserve Release',
  T2105: 'Payment Review Hold',
  T2106: 'Payment Release',
  T2107: 'Payment Hold',
  T2108: 'Payment Release',
};

/** The name of the movement in the activity file; the code itself where we know none. */
export const nameOfCode = (code: string): string => namesByCode[code] ?? code;

/** `V`: what was completed was given back whole later. No name here says that it stayed or that it never came: a person looks. */
const statusesByCode: Readonly<Record<string, string>> = { S: 'Completed', P: 'Pending', D: 'Denied', V: 'Refunded' };

export const nameOfStatus = (code: string): string => statusesByCode[code] ?? code;
