import type { InDoubtReason, PutOffReason } from '../domain/payout-api.js';

/** Codes of the books and of PayPal, in the words that stewards use. A code that we do not know is said as it is. */

const putOffs: Readonly<Record<Exclude<PutOffReason, 'account-at-fault'>, string>> = {
  unauthorised: 'it does not let this program in; connect the account again',
  'too-many': 'it asks for a pause',
  'not-reached': 'it could not be reached',
  'not-written': 'the journal beside the database could not be written, so nothing was sent',
};

const accountFaults: Readonly<Record<string, string>> = {
  INSUFFICIENT_FUNDS: 'there is not enough money in the account for it and its fee',
  AUTHORIZATION_ERROR: 'the account may not send payouts; ask PayPal for them',
  NOT_AUTHORIZED: 'the account may not send payouts; ask PayPal for them',
  REQUIRED_SCOPE_MISSING: 'the account may not send payouts; ask PayPal for them',
  SENDER_RESTRICTED: 'PayPal restricts the account',
  SENDER_LOCKED: 'PayPal has locked the account',
  SENDER_EMAIL_UNCONFIRMED: 'the account’s e-mail address is not confirmed at PayPal',
  SENDER_ACCOUNT_UNVERIFIED: 'the account is not verified at PayPal',
  CIP_NOT_VERIFIED: 'the account is not verified at PayPal',
};

const doubts: Readonly<Record<InDoubtReason, string>> = {
  timeout: 'no answer came in time',
  cut: 'the line was cut before the answer',
  'their-fault': 'PayPal had a fault of its own',
  unreadable: 'its answer could not be read',
  'too-large': 'its answer could not be read',
  unlisted: 'it said no in a word that we do not know',
  interrupted: 'this program ended before the answer',
  duplicate: 'PayPal knows it already, and it was not read yet',
  'duplicate-without-link': 'PayPal knows it already, and does not say under which number',
  'found-different': 'what PayPal has under our number is not the same as what was to be sent',
  'app-changed': 'the account is reached through another PayPal app now, for which the guard against sending twice does not hold',
  'only-in-journal': 'the journal holds a try to send it that these books, put back from a copy, do not know',
};

const failures: Readonly<Record<string, string>> = {
  'never-created': 'it was never created',
  'given-up': 'PayPal did not take it within twenty days',
  ended: 'you ended it while PayPal had not taken it',
  VALIDATION_ERROR: 'PayPal’s API does not take these details',
  INVALID_REQUEST: 'PayPal’s API does not take these details',
  NON_HOLDING_CURRENCY: 'the account does not hold this currency',
  RECEIVER_UNREGISTERED: 'nobody has a PayPal account under this address',
  RECEIVER_UNCONFIRMED: 'the person’s address is not confirmed at PayPal',
  RECEIVER_ACCOUNT_LOCKED: 'PayPal has locked the person’s account',
  INSUFFICIENT_FUNDS: 'there was not enough money in the account',
  BLOCKED: 'PayPal stopped it',
  DENIED: 'PayPal turned it down',
  CANCELED: 'it was taken back before anybody claimed it',
  FAILED: 'PayPal could not pay it',
};

const saidAs = (table: Readonly<Record<string, string>>, code: string): string | undefined =>
  Object.hasOwn(table, code) ? table[code] : undefined;

const unknown = (code: string): string => `PayPal’s word for it is ${code}`;

export const putOffInWords = (code: string): string => saidAs(putOffs, code) ?? saidAs(accountFaults, code) ?? unknown(code);
export const doubtInWords = (why: string): string => saidAs(doubts, why) ?? unknown(why);
export const failureInWords = (code: string): string => saidAs(failures, code) ?? saidAs(accountFaults, code) ?? unknown(code);
