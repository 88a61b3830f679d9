import type { Asked } from './asked.js';
import type { Day, Instant } from './calendar.js';
import { isCurrency } from './currency.js';
import type { Fact, Stream } from './fact.js';
import type { Money } from './money.js';
import type { Method } from './payment.js';
import type { Reading, Voucher } from './observed.js';
import type { Settlement } from './pledge.js';
import { invalid, Refusal } from './refusal.js';
import type { Sealed } from './sealed.js';
import { type Statement, isOfSamePeriod } from './statement.js';
import type { TaxPlace } from './tax-rates.js';

export const accountKinds = ['bank', 'paypal'] as const;
export type AccountKind = (typeof accountKinds)[number];

/** A bank or PayPal account the practitioner watches; it may also carry money that is none of the ledger's business. */
export type AccountFact =
  | Fact<'AccountOpened', { account: string; name: string; kind: AccountKind; currency: string }>
  /** The account's own word on a period, from its file or typed; said again otherwise, the last word counts. */
  | Fact<'StatementAsserted', { account: string } & Statement>;
export type Account =
  | { readonly status: 'unknown' }
  | { readonly status: 'open'; readonly kind: AccountKind; readonly currency: string; readonly statements: readonly Statement[] };

export const accountStream = (account: string): Stream<Account, AccountFact> => ({
  name: `account/${account}`,
  unborn: { status: 'unknown' },
  evolve: evolveAccount,
});

export function evolveAccount(account: Account, { type, data }: AccountFact): Account {
  if (type === 'AccountOpened') return { status: 'open', kind: data.kind, currency: data.currency, statements: [] };
  if (account.status === 'unknown') throw new Error(`${type} on an account that was never opened.`);
  const { account: _id, ...said } = data;
  return { ...account, statements: [...account.statements.filter((each) => !isOfSamePeriod(each, said)), said] };
}

export interface AccountOpening extends Asked {
  readonly name: string;
  readonly kind: AccountKind;
  readonly currency: string;
}

export class OpenAccount {
  constructor(readonly input: AccountOpening) {}
}

export function openAccount(account: string, input: AccountOpening, now: Instant): AccountFact[] {
  const name = input.name.trim();
  if (!name || name.length > 60) throw invalid('name', 'Enter a name for the account, up to 60 characters.');
  if (/\d{6,}/.test(name)) throw invalid('name', 'Give the account a name of your own, not its number.');
  if (!isCurrency(input.currency))
    throw invalid('currency', `"${input.currency.slice(0, 20)}" is not a currency. Use its three letters, like CAD.`);
  return [{ type: 'AccountOpened', data: { account, name, kind: input.kind, currency: input.currency }, happenedAt: now }];
}

/** Something that claims money moved: a line of a bank's or PayPal's file. Not yet a fact of the books. */
export interface RecordedObservation {
  readonly observation: string;
  readonly account: string;
  readonly source: string;
  readonly day: Day;
  /** Signed: positive came in. */
  readonly amount: Money;
  readonly fee?: Money;
  readonly method: Method;
  readonly reading: Reading;
  /** Of a mail: what made us believe that Interac sent it. Not kept of mails from before version 2. */
  readonly vouchedBy?: Voucher;
  /** What a foreign payment became in the home currency, where the source says so. */
  readonly settled?: Settlement;
  /** The source's own words, and who and which reference it named; all under the observation's key. */
  readonly text: Sealed;
  readonly name?: Sealed;
  readonly reference?: Sealed;
}

export type ObservationFact =
  | Fact<'ObservationRecorded', RecordedObservation>
  /** It is the money of one payment or payout; or, where it holds several payments, of each its part, and the parts are all of it. */
  | Fact<'ObservationMatched', { observation: string; payment?: string; payout?: string; amount: Money; parts?: readonly AllocatedPart[] }>
  | Fact<'ObservationDismissed', { observation: string; reason: 'outside-this-ledger' | 'not-income' | 'seen-elsewhere' }>
  /** With the payments of which it held parts, where it held several. */
  | Fact<'ObservationReopened', { observation: string; payments?: readonly string[] }>;

/** How much of a line is the money of one payment. */
export interface AllocatedPart {
  readonly payment: string;
  readonly amount: Money;
}

export type Observation =
  | { readonly status: 'unknown' }
  | { readonly status: 'to-review' | 'dismissed'; readonly recorded: RecordedObservation }
  /** Of one payment, of the parts of several, or of a payout: then no payment stands here. */
  | { readonly status: 'matched'; readonly recorded: RecordedObservation; readonly payments: readonly string[] };

export function evolveObservation(observation: Observation, { type, data }: ObservationFact): Observation {
  if (type === 'ObservationRecorded') return { status: 'to-review', recorded: data };
  if (observation.status === 'unknown') throw new Error(`${type} on an observation that was never recorded.`);
  const { recorded } = observation;
  switch (type) {
    case 'ObservationMatched':
      return { status: 'matched', recorded, payments: data.parts?.map(({ payment }) => payment) ?? (data.payment ? [data.payment] : []) };
    case 'ObservationDismissed':
      return { status: 'dismissed', recorded };
    case 'ObservationReopened':
      return { status: 'to-review', recorded };
  }
}

export const observationStream = (observation: string): Stream<Observation, ObservationFact> => ({
  name: `observation/${observation}`,
  unborn: { status: 'unknown' },
  evolve: evolveObservation,
});

/** What the person says a line of an import is to become. */
export type Verdict =
  | { readonly becomes: 'payment'; readonly offering: string; readonly place?: TaxPlace }
  /** The money of a payment that stands in the books already: evidence for it, not another payment. */
  | { readonly becomes: 'evidence'; readonly payment: string }
  | { readonly becomes: 'dismissed'; readonly reason: 'outside-this-ledger' | 'not-income' | 'seen-elsewhere' }
  | { readonly becomes: 'to-review' };

/** A line seen before adds nothing; a new one is recorded together with what the person said of it. */
export function recordObservation(
  before: Observation,
  recorded: RecordedObservation,
  verdict: Verdict,
  payment: string | undefined,
  now: Instant,
  at: Instant,
): ObservationFact[] {
  if (before.status !== 'unknown') return [];
  const { observation, amount } = recorded;
  const fact: ObservationFact = { type: 'ObservationRecorded', data: recorded, happenedAt: at };
  switch (verdict.becomes) {
    case 'payment':
      if (!payment) throw new Error('A line that becomes a payment needs the payment it becomes.');
      refuseUnrecordable(recorded);
      return [fact, { type: 'ObservationMatched', data: { observation, payment, amount }, happenedAt: now }];
    case 'evidence':
      return [fact, { type: 'ObservationMatched', data: { observation, payment: verdict.payment, amount }, happenedAt: now }];
    case 'dismissed':
      return [fact, { type: 'ObservationDismissed', data: { observation, reason: verdict.reason }, happenedAt: now }];
    case 'to-review':
      return [fact];
  }
}

export interface ObservationReview extends Asked {
  readonly observation: string;
  readonly verdict: Exclude<Verdict, { becomes: 'to-review' }>;
  /** What a foreign payment became in the home currency, where the source does not say. */
  readonly settled?: Settlement;
}

export class ReviewObservation {
  constructor(readonly input: ObservationReview) {}
}

/**
 * A line that was left for another day becomes a payment after all, speaks for one that is recorded, or is put aside. Said
 * twice, it is said once.
 * @param payment the one that it becomes
 */
export function reviewObservation(
  observation: Observation,
  { verdict }: ObservationReview,
  payment: string,
  now: Instant,
): ObservationFact[] {
  if (verdict.becomes === 'dismissed' && observation.status === 'dismissed') return [];
  refuseUnlessWaiting(observation);
  const { observation: id, amount } = observation.recorded;
  if (verdict.becomes === 'dismissed')
    return [{ type: 'ObservationDismissed', data: { observation: id, reason: verdict.reason }, happenedAt: now }];
  if (verdict.becomes === 'evidence')
    return [{ type: 'ObservationMatched', data: { observation: id, payment: verdict.payment, amount }, happenedAt: now }];
  refuseUnrecordable(observation.recorded);
  return [{ type: 'ObservationMatched', data: { observation: id, payment, amount }, happenedAt: now }];
}

/** Only what was left for another day can be said something of. */
export function refuseUnlessWaiting(observation: Observation): asserts observation is Exclude<Observation, { status: 'unknown' }> {
  if (observation.status === 'unknown') throw new Refusal('observation/unknown', 'There is no such line in this ledger.');
  if (observation.status === 'matched') throw new Refusal('observation/matched', 'This line is matched with a payment already.');
  if (observation.status === 'dismissed')
    throw new Refusal('observation/dismissed', 'This line was put aside already. Open it again first.');
}

/** What was not finished at the source comes again when it is: recorded now, it would count twice. */
export function refuseUnrecordable({ amount, reading }: RecordedObservation): void {
  if (amount.minor <= 0n) throw new Refusal('observation/not-money-in', 'Only money that came in can become a payment.');
  if (reading === 'pending') {
    throw new Refusal(
      'observation/pending',
      'This was not finished at its source. Bring in a later file once it is, and record that line.',
    );
  }
}
