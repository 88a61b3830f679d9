import { Inject, Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, type Repository } from 'typeorm';
import { countsPerCall, refuseAboveCallCeiling } from '../domain/ceilings.js';
import { type Money, money } from '../domain/money.js';
import { refuseAboveCeiling } from '../domain/payout-limits.js';
import { type PayoutRules, payoutRulesStream } from '../domain/payout-rules.js';
import { Refusal } from '../domain/refusal.js';
import { EventReader } from '../event-store/event-reader.js';
import { PayoutLinks } from './payouts.links.js';
import { PayoutRow } from './payouts.projection.js';

/** Approved, and not known to have come back. */
const committed = [
  'approved',
  'held',
  'sent',
  'sending',
  'put-off',
  'in-doubt',
  'accepted',
  'unclaimed',
  'on-hold',
  'paid',
  'reversed',
] as const;

const movedOn = 'payout/moved-on';
const mostTries = 5;

/**
 * What calls were given. No list of a call's payouts is kept, because none may outlive the person: the sealed links are opened one by
 * one, for the moment of a decision, and only where a ceiling asks for it.
 */
@Injectable()
export class GivenToCalls {
  constructor(
    @InjectRepository(PayoutRow) private readonly rows: Repository<PayoutRow>,
    @Inject(PayoutLinks) private readonly links: PayoutLinks,
    @Inject(EventReader) private readonly reader: EventReader,
  ) {}

  /** By call, where a ceiling asks for it; what is only proposed counts as well, so that nobody plans with it twice. */
  async planned(ledger: string, calls: readonly string[]): Promise<ReadonlyMap<string, readonly Money[]>> {
    const rules = await this.reader.state(ledger, payoutRulesStream);
    return countsPerCall(rules) ? this.of(ledger, calls, ['proposed', ...committed]) : new Map();
  }

  /** Says before anything is proposed what proposing it would say. @throws Refusal above a ceiling */
  async refuseAboveCeilings(ledger: string, call: string, amount: Money): Promise<void> {
    const rules = await this.reader.state(ledger, payoutRulesStream);
    refuseAboveCeiling(rules, amount);
    refuseAboveCallCeiling(rules, (await this.planned(ledger, [call])).get(call) ?? [], amount);
  }

  /**
   * Decides an approval on what its call was given. That was counted before the ledger's lock was taken; where another payout was
   * approved in between, it is counted anew.
   */
  async approving<T>(
    ledger: string,
    call: string,
    payout: string,
    decide: (check: (rules: PayoutRules, amount: Money) => void) => Promise<T>,
  ) {
    for (let tries = 1; ; tries += 1) {
      const counted = await this.reader.state(ledger, payoutRulesStream);
      const given = countsPerCall(counted) ? ((await this.of(ledger, [call], committed, payout)).get(call) ?? []) : [];
      const check = (rules: PayoutRules, amount: Money): void => {
        if (!countsPerCall(rules)) return;
        if (!countsPerCall(counted) || !isSameLast(rules, counted))
          throw new Refusal(movedOn, 'Another payout was approved at the same moment. Try again.');
        refuseAboveCallCeiling(rules, given, amount);
      };
      try {
        return await decide(check);
      } catch (error) {
        if (tries >= mostTries || !(error instanceof Refusal && error.code === movedOn)) throw error;
      }
    }
  }

  private async of(ledger: string, calls: readonly string[], statuses: readonly PayoutRow['status'][], except?: string) {
    const rows = (await this.rows.findBy({ ledgerId: ledger, status: In([...statuses]) })).filter(({ payoutId }) => payoutId !== except);
    const links = await this.links.openMany(ledger, rows);
    const sums = new Map<string, Money[]>();
    rows.forEach(({ amountMinor, currency }, index) => {
      const call = links[index]?.call;
      if (call !== undefined && calls.includes(call)) sums.set(call, [...(sums.get(call) ?? []), money(amountMinor, currency)]);
    });
    return sums;
  }
}

/** Each approval is written down with the rules, so the last one tells whether another came in between. */
function isSameLast({ allowed: one }: PayoutRules, { allowed: other }: PayoutRules): boolean {
  const [last, before] = [one.at(-1), other.at(-1)];
  return last?.payout === before?.payout && last?.at === before?.at;
}
