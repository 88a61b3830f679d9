import type { Asked } from './asked.js';
import { type Instant, addDays } from './calendar.js';
import { type Books, type StewardChange, openBooks } from './ledger.js';
import { approversOf, mayApprove } from './payout-limits.js';
import { type PayoutRules, type PayoutRulesFact, asksForSecondPerson, isAnotherPerson } from './payout-rules.js';
import { Refusal } from './refusal.js';

/** Who may approve is itself decided by two, wherever payouts are: else one would make the second person up. */

export class AgreeToApprover {
  constructor(readonly input: Asked) {}
}

const agreedDays = 7;

export function agreeToApprover(rules: PayoutRules, by: string, now: Instant): PayoutRulesFact[] {
  if (!asksForSecondPerson(rules)) return [];
  if (rules.agreed?.by === by && rules.agreed.at > addDays(now, -1)) return [];
  return [{ type: 'ApproverAgreed', data: { by }, happenedAt: now }];
}

/** Lets a change of who may approve through, or not: added by one and agreed to by another, and never fewer than two. */
export function admitApprover(rules: PayoutRules, books: Books, change: StewardChange, now: Instant): PayoutRulesFact[] {
  const { stewards } = openBooks(books);
  if (!asksForSecondPerson(rules)) return [];
  const { steward, role } = change;
  const could = mayApprove(Object.hasOwn(stewards, steward) ? stewards[steward] : undefined);
  const may = mayApprove(role);
  if (could && !may && approversOf(books).length <= 2)
    throw new Refusal(
      'ledger/last-second-person',
      'Payouts here take two people, and there would be one left who may approve. Change the limits first.',
    );
  if (could || !may) return [];
  const { agreed } = rules;
  const first = change.invitedBy ?? change.by;
  if (!agreed || agreed.at <= addDays(now, -agreedDays) || !isAnotherPerson(agreed.by, first))
    throw new Refusal(
      'ledger/second-person',
      'Payouts here take two people, and so does adding somebody who may approve: another who may approve agrees first, under Settings, Sending. Then try again.',
    );
  return [{ type: 'ApproverAdmitted', data: { steward }, happenedAt: now }];
}
