import { Inject, Injectable } from '@nestjs/common';
import type { Asker } from '../web/asker.js';
import { isAllowed } from '../web/permissions.js';
import { StewardAccounts } from '../access/steward-accounts.js';
import { Calls } from '../calls/calls.queries.js';
import { type Instant, dayOf } from '../domain/calendar.js';
import { money } from '../domain/money.js';
import { claimableUntil } from '../domain/payout-readings.js';
import { EventReader } from '../event-store/event-reader.js';
import { Terms } from '../event-store/ledger-terms.js';
import type { PayoutRow } from '../payouts/payouts.projection.js';
import { Payouts } from '../payouts/payouts.queries.js';
import type { PayoutLine, PayoutState } from './pages/payouts.js';
import { lastTurn, payoutHistory } from './payout-history.js';

const states: Readonly<Record<PayoutRow['status'], PayoutState>> = {
  proposed: 'to-approve',
  approved: 'ready',
  held: 'held',
  sending: 'going',
  'put-off': 'put-off',
  'in-doubt': 'in-doubt',
  sent: 'sent',
  accepted: 'sent',
  unclaimed: 'unclaimed',
  'on-hold': 'on-hold',
  failed: 'not-paid',
  reversed: 'taken-back',
  paid: 'arrived',
  returned: 'came-back',
  cancelled: 'cancelled',
};

/** Payouts as lines of a list. The two words of a call are for those who may see calls; others see amounts alone. */
@Injectable()
export class PayoutLines {
  constructor(
    @Inject(Calls) private readonly calls: Calls,
    @Inject(Payouts) private readonly payouts: Payouts,
    @Inject(StewardAccounts) private readonly accounts: StewardAccounts,
    @Inject(EventReader) private readonly reader: EventReader,
    @Inject(Terms) private readonly terms: Terms,
  ) {}

  async of(asker: Asker, rows: readonly PayoutRow[]): Promise<PayoutLine[]> {
    const { zone } = await this.terms.of(asker.ledgerId);
    const names = await this.callNames(asker, rows);
    return Promise.all(
      rows.map(async (row, index) => ({
        payout: row.payoutId,
        ...(names[index] && { call: names[index] }),
        amount: money(row.amountMinor, row.currency),
        rail: row.rail,
        state: states[row.status],
        since: dayOf(await this.since(row), zone),
        ...(row.sentAt && { sentOn: dayOf(row.sentAt, zone) }),
        ...(row.status === 'unclaimed' && row.sentAt && { backOn: claimableUntil(row.sentAt, zone) }),
        ...(row.status === 'held' && row.holder && { holder: await this.nameOf(row.holder) }),
      })),
    );
  }

  /** The name with which an actor of the books signs in. */
  async nameOf(actor: string): Promise<string> {
    const [kind, id] = actor.split(':');
    return (kind === 'account' && id ? await this.accounts.nameOf(id) : undefined) ?? 'a program';
  }

  private async callNames({ ledgerId, ...asker }: Asker, rows: readonly PayoutRow[]): Promise<(string | undefined)[]> {
    if (rows.length === 0 || !isAllowed(asker, 'calls.view')) return rows.map(() => undefined);
    const names = new Map((await this.calls.all(ledgerId)).map(({ callId, name }) => [callId, name]));
    return (await this.payouts.callsOf(ledgerId, rows)).map((call) => (call === undefined ? undefined : names.get(call)));
  }

  /** When it came into its state: for some states the row says so, for the others the books do. */
  private async since(row: PayoutRow): Promise<Instant> {
    const { ledgerId, payoutId, status, proposedAt } = row;
    const written = {
      proposed: proposedAt,
      sent: row.sentAt,
      paid: row.paidAt,
      returned: row.returnedAt,
      approved: null,
      held: null,
      cancelled: null,
    };
    const known = Object.hasOwn(written, status) ? written[status as keyof typeof written] : row.since;
    return known ?? lastTurn(await this.reader.state(ledgerId, payoutHistory(payoutId))) ?? proposedAt;
  }
}
