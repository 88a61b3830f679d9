import { rails } from '../domain/call.js';
import type { FundFact } from '../domain/fund.js';
import { type PaymentFact, methods } from '../domain/payment.js';
import { accounts as accountsOfBooks } from '../domain/postings.js';

/** Where money of one method comes in, and from where money of one rail leaves: what an account's own word is held against. */
export const clearing = (method: string): string => `assets:clearing:${method}`;

/** As in the books, but for money received, which has an account for each method and rail. */
export const accounts: readonly string[] = [
  ...[...new Set<string>([...methods, ...rails])].sort().map(clearing),
  ...accountsOfBooks.filter((account) => account !== 'assets:received'),
];

export type Moving = PaymentFact['type'] | FundFact['type'] | 'PayoutFeeCharged';

/** What an accountant reads beside each entry: what happened, and nothing of whom. */
export const whatHappened: Readonly<Record<Moving, string>> = {
  PaymentReceived: 'payment received',
  PaymentRefunded: 'payment refunded',
  PaymentReversed: 'payment taken back',
  PaymentReinstated: 'payment came again',
  PaymentCorrected: 'payment corrected',
  PaymentVoided: 'payment taken out',
  PaymentEvidenceFound: 'evidence found',
  PaymentEvidenceWithdrawn: 'evidence withdrawn',
  ObligationDerived: 'owed for a payment',
  ObligationAdjusted: 'owed, adjusted',
  OpeningBalanceStated: 'opening balance',
  FundAdvanced: 'covered by the practice',
  AdvanceMet: 'what was covered, met',
  PayoutApproved: 'payout approved',
  PayoutReleased: 'payout released',
  PayoutDispatched: 'payout sent',
  PayoutRecalled: 'payout not sent after all',
  PayoutSettled: 'payout arrived',
  PayoutGivenBack: 'payout came back',
  PayoutFeeCharged: 'fee of a payout',
};
