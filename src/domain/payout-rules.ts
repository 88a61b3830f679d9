import { type Instant, addDays } from './calendar.js';
import type { Currency } from './currency.js';
import type { Fact, Stream } from './fact.js';
import type { Money } from './money.js';

/** What may go out in one currency. All amounts are in it. */
export interface PayoutLimit {
  /** The most that one payout may be. */
  readonly perPayout: Money;
  /**
   * The most within any 24 hours. The day is one for all currencies: where half of the one is used up, half of each other is left.
   */
  readonly perDay: Money;
  /** The most that one call may receive in all; the same for every call. Absent: as much as there is. */
  readonly perCall?: Money;
  /** A payout of more than this is approved by another person than the one who proposed it. Absent: one person is enough. */
  readonly secondPersonAbove?: Money;
}

export type PayoutRulesFact =
  /** It raises something, and a second person has to agree. */
  | Fact<'PayoutLimitProposed', PayoutLimit & { by: string }>
  | Fact<'PayoutLimitAdopted', PayoutLimit>
  /** The payout found room under the ceilings when it was approved. */
  | Fact<'PayoutAllowed', { payout: string; amount: Money }>
  /** Nothing that is not yet sent goes out. */
  | Fact<'PayoutsStopped', object>
  | Fact<'PayoutsResumed', object>
  /** One more person may come to approve, says somebody who may already. It is used once, within a week, and not by who said it. */
  | Fact<'ApproverAgreed', { by: string }>
  | Fact<'ApproverAdmitted', { steward: string }>
  /** From this account of PayPal's the program pays. */
  | Fact<'PayingAccountChosen', { account: string }>;

interface Allowance {
  readonly payout: string;
  readonly amount: Money;
  readonly at: Instant;
}

/** What stands between an approval and the money. */
export interface PayoutRules {
  readonly limits: Readonly<Record<Currency, PayoutLimit>>;
  /** By currency: what waits for a second person. */
  readonly proposed: Readonly<Record<Currency, { readonly limit: PayoutLimit; readonly by: string; readonly at: Instant }>>;
  /** Of the 24 hours before the last of them. */
  readonly allowed: readonly Allowance[];
  readonly stoppedAt?: Instant;
  readonly agreed?: { readonly by: string; readonly at: Instant };
  readonly account?: string;
}

export const noPayoutRules: PayoutRules = { limits: {}, proposed: {}, allowed: [] };

export const payoutRulesStream: Stream<PayoutRules, PayoutRulesFact> = {
  name: 'sending',
  unborn: noPayoutRules,
  evolve: evolvePayoutRules,
};

export function evolvePayoutRules(rules: PayoutRules, { type, data, happenedAt }: PayoutRulesFact): PayoutRules {
  switch (type) {
    case 'PayoutLimitProposed': {
      const { by, ...limit } = data;
      return { ...rules, proposed: { ...rules.proposed, [limit.perPayout.currency]: { limit, by, at: happenedAt } } };
    }
    case 'PayoutLimitAdopted': {
      const { currency } = data.perPayout;
      const { [currency]: _agreed, ...proposed } = rules.proposed;
      return { ...rules, proposed, limits: { ...rules.limits, [currency]: data } };
    }
    case 'PayoutAllowed': {
      const { payout, amount } = data;
      return { ...rules, allowed: [...within24Hours(rules.allowed, happenedAt), { payout, amount, at: happenedAt }] };
    }
    case 'PayoutsStopped':
      return { ...rules, stoppedAt: happenedAt };
    case 'PayoutsResumed': {
      const { stoppedAt: _over, ...going } = rules;
      return going;
    }
    case 'ApproverAgreed':
      return { ...rules, agreed: { by: data.by, at: happenedAt } };
    case 'ApproverAdmitted': {
      const { agreed: _used, ...left } = rules;
      return left;
    }
    case 'PayingAccountChosen':
      return { ...rules, account: data.account };
  }
}

export function within24Hours(allowed: readonly Allowance[], now: Instant): readonly Allowance[] {
  const since = addDays(now, -1);
  return allowed.filter(({ at }) => at > since);
}

/** True once any currency asks for a second person: then raising a limit, or adding someone who may approve, asks for one too. */
export const asksForSecondPerson = ({ limits }: PayoutRules): boolean =>
  Object.values(limits).some(({ secondPersonAbove }) => secondPersonAbove !== undefined);

export function needsSecondPerson({ limits }: PayoutRules, { currency, minor }: Money): boolean {
  const above = limits[currency]?.secondPersonAbove;
  return above !== undefined && minor > above.minor;
}

/** Two people, each signed in as themselves. A token stands for nobody. */
export const isAnotherPerson = (by: string, first: string): boolean =>
  by !== first && by.startsWith('account:') && first.startsWith('account:');
