import type { Asked } from './asked.js';
import type { Instant } from './calendar.js';
import { type Books, type Role, openBooks } from './ledger.js';
import { fitsUnder } from './ceilings.js';
import { type Money, formatAmount, isPositive } from './money.js';
import type { Proposal } from './payout.js';
import {
  type PayoutLimit,
  type PayoutRules,
  type PayoutRulesFact,
  asksForSecondPerson,
  isAnotherPerson,
  needsSecondPerson,
  within24Hours,
} from './payout-rules.js';
import { invalid, Refusal } from './refusal.js';

export interface LimitWish extends Asked, PayoutLimit {}

export class SetPayoutLimit {
  constructor(readonly input: LimitWish) {}
}

const approving: readonly (Role | undefined)[] = ['steward', 'approver'];
export const mayApprove = (role: Role | undefined): boolean => approving.includes(role);

/** How many people of the ledger may approve. */
export const approversOf = (books: Books): string[] =>
  Object.entries(openBooks(books).stewards).flatMap(([account, role]) => (mayApprove(role) ? [account] : []));

/** Lowered, it holds at once. Raised, it waits for a second person wherever payouts do: else the one who profits would raise it. */
export function setPayoutLimit(rules: PayoutRules, books: Books, input: LimitWish, now: Instant): PayoutRulesFact[] {
  const { perPayout, perDay, perCall, secondPersonAbove, by } = input;
  const limit: PayoutLimit = { perPayout, perDay, ...(perCall && { perCall }), ...(secondPersonAbove && { secondPersonAbove }) };
  refuseUnfit(limit);
  if (secondPersonAbove && approversOf(books).length < 2)
    throw new Refusal('payout-limits/nobody-else', 'Nobody but you may approve here. Invite someone who may first, under People.');
  const before = rules.limits[perPayout.currency];
  if (before && isSameLimit(before, limit)) return [];
  if (!asksForSecondPerson(rules) || (before && !isRaised(before, limit)))
    return [{ type: 'PayoutLimitAdopted', data: limit, happenedAt: now }];
  const waiting = rules.proposed[perPayout.currency];
  if (waiting && waiting.by === by && isSameLimit(waiting.limit, limit)) return [];
  return [{ type: 'PayoutLimitProposed', data: { ...limit, by }, happenedAt: now }];
}

function refuseUnfit({ perPayout, perDay, perCall, secondPersonAbove }: PayoutLimit): void {
  const { currency } = perPayout;
  if (!isPositive(perPayout)) throw invalid('perPayout', 'Enter the most that one payout may be.');
  if (perDay.currency !== currency) throw invalid('perDay.currency', `All of it is in ${currency}.`);
  if (perDay.minor < perPayout.minor) throw invalid('perDay', 'A day must allow at least one payout of the highest amount.');
  if (perCall && perCall.currency !== currency) throw invalid('perCall.currency', `All of it is in ${currency}.`);
  if (perCall && perCall.minor < perPayout.minor)
    throw invalid('perCall', 'One call must be able to receive at least one payout of the highest amount.');
  if (secondPersonAbove && secondPersonAbove.currency !== currency)
    throw invalid('secondPersonAbove.currency', `All of it is in ${currency}.`);
}

const minorOf = ({ perPayout, perDay, perCall, secondPersonAbove }: PayoutLimit) => [
  perPayout.minor,
  perDay.minor,
  perCall?.minor,
  secondPersonAbove?.minor,
];
const isSameLimit = (one: PayoutLimit, other: PayoutLimit): boolean => minorOf(one).join() === minorOf(other).join();

/** True when anything may then go out that could not before, or with fewer people. */
function isRaised(before: PayoutLimit, { perPayout, perDay, perCall, secondPersonAbove }: PayoutLimit): boolean {
  return (
    perPayout.minor > before.perPayout.minor ||
    perDay.minor > before.perDay.minor ||
    isMore(before.perCall, perCall) ||
    isMore(before.secondPersonAbove, secondPersonAbove)
  );
}

/** Of a ceiling that need not be there: taken away, it is the highest. */
const isMore = (before: Money | undefined, after: Money | undefined): boolean =>
  before !== undefined && (after === undefined || after.minor > before.minor);

export interface LimitConfirmation extends Asked {
  /** What the second person saw when they agreed. */
  readonly seen: PayoutLimit;
}

export class ConfirmPayoutLimit {
  constructor(readonly input: LimitConfirmation) {}
}

/** Adopts what was seen, or nothing: a wish that took its place meanwhile was agreed to by nobody. */
export function confirmPayoutLimit(rules: PayoutRules, { seen, by }: LimitConfirmation, now: Instant): PayoutRulesFact[] {
  refuseUnfit(seen);
  const { currency } = seen.perPayout;
  const [waiting, holding] = [rules.proposed[currency], rules.limits[currency]];
  if (!waiting && holding && isSameLimit(holding, seen)) return [];
  if (!waiting || !isSameLimit(waiting.limit, seen))
    throw new Refusal(
      'payout-limits/changed-since',
      `What waits for ${currency} is not what you agreed to: it was changed or settled since. Nothing was adopted. Look at it again first.`,
    );
  if (!isAnotherPerson(by, waiting.by))
    throw new Refusal('payout-limits/second-person', 'Somebody else has to agree to this: not the one who wished it, and no program.');
  return [{ type: 'PayoutLimitAdopted', data: waiting.limit, happenedAt: now }];
}

export class StopPayouts {
  constructor(readonly input: Asked) {}
}

export const stopPayouts = ({ stoppedAt }: PayoutRules, now: Instant): PayoutRulesFact[] =>
  stoppedAt ? [] : [{ type: 'PayoutsStopped', data: {}, happenedAt: now }];

/** The switch holds everything that is not yet sent, also what would be sent by hand. */
export function refuseWhileStopped({ stoppedAt }: PayoutRules): void {
  if (stoppedAt)
    throw new Refusal('payout/all-stopped', 'All sending is stopped. It goes on once somebody who may says so: under Settings, Sending.');
}

export class ResumePayouts {
  constructor(readonly input: Asked) {}
}

export const resumePayouts = ({ stoppedAt }: PayoutRules, now: Instant): PayoutRulesFact[] =>
  stoppedAt ? [{ type: 'PayoutsResumed', data: {}, happenedAt: now }] : [];

export interface AccountChoice extends Asked {
  readonly account: string;
}

export class ChoosePayingAccount {
  constructor(readonly input: AccountChoice) {}
}

export const choosePayingAccount = (rules: PayoutRules, { account }: AccountChoice, now: Instant): PayoutRulesFact[] =>
  rules.account === account ? [] : [{ type: 'PayingAccountChosen', data: { account }, happenedAt: now }];

/** Said already when a payout is proposed, so that nobody plans with it. */
export function refuseAboveCeiling({ limits }: PayoutRules, amount: Money): void {
  const limit = limits[amount.currency];
  if (limit && amount.minor > limit.perPayout.minor)
    throw new Refusal('payout/above-ceiling', `One payout may be ${inWords(limit.perPayout)} at most. Send less, or change the limit.`);
}

const inWords = (amount: Money): string => `${formatAmount(amount)} ${amount.currency}`;

/** Who acts, and who proposed it. */
export interface Approvers {
  readonly by: string;
  readonly proposedBy: string;
}

/** Whether an approval finds room under the ceilings, and comes from somebody who may give it. It takes that room. */
export function allowPayout(rules: PayoutRules, proposal: Proposal, { by, proposedBy }: Approvers, now: Instant): PayoutRulesFact[] {
  const { payout, amount, rail } = proposal;
  // By hand too where payouts take two people: else one would send alone, and without end, in a currency that nobody set a limit for.
  if (!rules.limits[amount.currency] && (rail === 'paypal' || asksForSecondPerson(rules)))
    throw new Refusal('payout/no-limit', `Say first how much may go out in ${amount.currency}: under Settings, Sending.`);
  if (rail === 'paypal' && !rules.account)
    throw new Refusal('payout/no-paying-account', 'Say first from which PayPal account the program sends: under Settings, Sending.');
  refuseAboveCeiling(rules, amount);
  if (needsSecondPerson(rules, amount) && !isAnotherPerson(by, proposedBy))
    throw new Refusal('payout/second-person', 'This much takes two people: one proposes it, and another who may approve it does.');
  if (!hasRoom(rules, amount, now))
    throw new Refusal(
      'payout/above-daily-ceiling',
      `With this, more would go out within 24 hours than ${inWords(rules.limits[amount.currency]!.perDay)}. Approve it tomorrow, or change the limit.`,
    );
  return [{ type: 'PayoutAllowed', data: { payout, amount }, happenedAt: now }];
}

/** The day is one for all currencies: the shares that each has used of its own ceiling make at most one whole. */
function hasRoom({ limits, allowed }: PayoutRules, amount: Money, now: Instant): boolean {
  if (!limits[amount.currency]) return true;
  const used = [amount, ...within24Hours(allowed, now).map((one) => one.amount)];
  return fitsUnder(used, (currency) => limits[currency]?.perDay);
}
