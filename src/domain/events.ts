import type { CallFact, RecipientFact } from './call.js';
import type { DayTotalFact } from './day-total.js';
import type { FeedbackFact } from './feedback.js';
import type { FundFact } from './fund.js';
import type { LedgerFact } from './ledger.js';
import type { MonthFact } from './month.js';
import type { AccountFact, ObservationFact } from './observation.js';
import type { PayerFact } from './payer.js';
import type { PaymentFact } from './payment.js';
import type { PayoutFact } from './payout.js';
import type { PayoutRulesFact } from './payout-rules.js';
import type { PublicationFact } from './publication.js';

/** Everything that can stand in the books. */
export type LedgerEvent =
  | LedgerFact
  | PaymentFact
  | PayerFact
  | FundFact
  | AccountFact
  | ObservationFact
  | DayTotalFact
  | CallFact
  | RecipientFact
  | PayoutFact
  | PayoutRulesFact
  | MonthFact
  | PublicationFact
  | FeedbackFact;

export type EventType = LedgerEvent['type'];
export type EventOf<T extends EventType> = Extract<LedgerEvent, { type: T }>;

/**
 * The version of each payload that is written today. Raise it when a payload's shape changes, add the lift from the old
 * one to `upcasts`, and keep the old one's stored example in the tests for good.
 */
export const schemas: { readonly [T in EventType]: number } = {
  LedgerOpened: 1,
  PledgePolicyAdopted: 1,
  OfferingDefined: 1,
  PublicationRulesAdopted: 1,
  PublicAddressConfirmed: 1,
  PayersConfirmed: 1,
  ClosingBegan: 1,
  StewardAdded: 1,
  StewardRoleChanged: 1,
  StewardRemoved: 1,
  PaymentReceived: 2,
  PaymentRefunded: 1,
  PaymentReversed: 1,
  PaymentReinstated: 1,
  PaymentCorrected: 1,
  PaymentVoided: 1,
  PaymentEvidenceFound: 2,
  PaymentEvidenceWithdrawn: 1,
  PayerForgotten: 1,
  ObligationDerived: 1,
  ObligationAdjusted: 1,
  OpeningBalanceStated: 1,
  FundAdvanced: 2,
  AdvanceMet: 1,
  PayoutApproved: 1,
  PayoutReleased: 1,
  PayoutDispatched: 1,
  PayoutRecalled: 1,
  PayoutSettled: 1,
  PayoutGivenBack: 1,
  AccountOpened: 1,
  StatementAsserted: 1,
  ObservationRecorded: 2,
  ObservationMatched: 2,
  ObservationDismissed: 1,
  ObservationReopened: 2,
  DayTotalStated: 1,
  DayTotalWithdrawn: 1,
  CallLogged: 1,
  CallRechecked: 1,
  CallClosed: 1,
  CallWithdrawn: 1,
  ConsentGiven: 1,
  ConsentWithdrawn: 1,
  RecipientKnown: 1,
  RecipientErased: 1,
  PayoutProposed: 1,
  PayoutAgreed: 1,
  PayoutPrepared: 1,
  PayoutAttemptStarted: 2,
  PayoutNotSent: 1,
  PayoutSentByHand: 1,
  PayoutSendingUndone: 1,
  PayoutMissed: 1,
  PayoutPaid: 2,
  PayoutReturned: 1,
  PayoutCancelled: 2,
  PayoutPublished: 1,
  PayoutPutOff: 1,
  PayoutAttemptResumed: 1,
  PayoutInDoubt: 1,
  PayoutAccepted: 1,
  PayoutUnclaimed: 1,
  PayoutHeld: 1,
  PayoutMovedOn: 1,
  PayoutFeeCharged: 1,
  PayoutFailed: 1,
  PayoutReversed: 1,
  PayoutResendingStopped: 1,
  PayoutNeverExisted: 1,
  PayoutSurfaced: 1,
  PayoutLimitProposed: 2,
  PayoutLimitAdopted: 2,
  PayoutAllowed: 1,
  PayoutsStopped: 1,
  PayoutsResumed: 1,
  ApproverAgreed: 1,
  ApproverAdmitted: 1,
  PayingAccountChosen: 1,
  DifferenceExplained: 1,
  MonthClosed: 2,
  MonthRestated: 1,
  PublicationMade: 1,
  CheckpointSigned: 1,
  FeedbackReceived: 1,
  FeedbackAnswered: 1,
  FeedbackPublished: 1,
  FeedbackHidden: 1,
};

/** `type/schema` of an old payload → the same fact as it is written today. Pure; applied on every reading. */
export type Upcast = (data: unknown) => unknown;
const asItWas: Upcast = (data) => data;
export const upcasts: Readonly<Record<string, Upcast>> = {
  // Version 2 may say who vouched for a mail; of what was recorded before, nobody wrote it down.
  'ObservationRecorded/1': asItWas,
  // Version 2 can say why a payment holds the tax that it holds, and how many sessions or people it pays for. Nobody noted that before,
  // and nobody makes it up now.
  'PaymentReceived/1': asItWas,
  // Version 2 can say that a line speaks for a part of a payment. Before, each spoke for all of it.
  'PaymentEvidenceFound/1': asItWas,
  // Version 2 can say that a line holds several payments, and which of them are given back. Before, each was the money of one.
  'ObservationMatched/1': asItWas,
  'ObservationReopened/1': asItWas,
  // Version 2 can say that it is for good. Before, every advance was a credit.
  'FundAdvanced/1': asItWas,
  // Version 2 can say how much one call may receive in all. Before, there was no such ceiling.
  'PayoutLimitProposed/1': asItWas,
  'PayoutLimitAdopted/1': asItWas,
  // Version 2 seals figures and where the chain ended. Nobody sealed them before, and nobody makes a seal up now.
  'MonthClosed/1': asItWas,
  // What was written before payouts went over PayPal's API is by hand, word for word.
  'PayoutAttemptStarted/1': asItWas,
  'PayoutPaid/1': asItWas,
  'PayoutCancelled/1': asItWas,
};

export const isEventType = (type: string): type is EventType => Object.hasOwn(schemas, type);

/** Lifts a stored payload to today's version, one version at a time. An unknown type or version stops the reader loudly. */
export function lift(type: string, schema: number, data: unknown): { type: EventType; data: unknown } {
  if (!isEventType(type)) throw new Error(`The books hold an event "${type}" that this program does not know. Start a newer version.`);
  let lifted = data;
  for (let version = schema; version < schemas[type]; version += 1) {
    const upcast = upcasts[`${type}/${version}`];
    if (!upcast) throw new Error(`There is no lift for ${type} from version ${version}.`);
    lifted = upcast(lifted);
  }
  if (schema > schemas[type])
    throw new Error(`The books hold ${type} in version ${schema}; this program knows ${schemas[type]}. Start a newer version.`);
  return { type, data: lifted };
}
