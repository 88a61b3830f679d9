import { DataSource } from 'typeorm';
import { v7 } from 'uuid';
import { LogCall } from '../../src/domain/call.js';
import { EraseRecipient } from '../../src/domain/erasure.js';
import { money } from '../../src/domain/money.js';
import { RecordPayment } from '../../src/domain/payment.js';
import { ApprovePayout, ConfirmPayout, PutBackPayout, RecordPayoutSent, ShowPayoutCard } from '../../src/domain/payout-decisions.js';
import { ProposePayout } from '../../src/domain/payout-proposal.js';
import type { Sealed } from '../../src/domain/sealed.js';
import type { Decided } from '../../src/event-store/event-store.js';
import { PayoutCarrier } from '../../src/payouts/payouts.jobs.js';
import type { Forgotten } from '../../src/safekeeping/erasure.commands.js';
import { Vault } from '../../src/vault/vault.js';
import { type TestProgram, newRequest } from '../support/ledger.js';

/** A ledger with money in it, in which people are called, paid and forgotten. */
export class Practice {
  readonly holder = 'account:ava';

  constructor(
    readonly program: TestProgram,
    readonly ledger: string,
  ) {}

  private asked() {
    return { ledger: this.ledger, by: this.holder, request: newRequest() };
  }

  async receives(amountMinor: bigint, receivedAt: string): Promise<void> {
    await this.program.send(
      new RecordPayment({ ...this.asked(), amount: money(amountMinor, 'CAD'), method: 'interac', offering: 'ces-50', receivedAt }),
    );
  }

  async notes(more: { readonly address?: string; readonly earlier?: string; readonly link?: string; readonly payee?: string } = {}) {
    const { events } = await this.program.send(
      new LogCall({ ...this.asked(), rail: 'interac', address: `${v7()}@mail.example`, fitsThePromise: true, ...more }),
    );
    const found = events.flatMap((event) => (event.type === 'CallLogged' ? [event.data.call] : []));
    const recipient = events.flatMap((event) => (event.type === 'RecipientKnown' ? [event.data.recipient] : []));
    return { call: found[0]!, recipient: recipient[0]! };
  }

  async proposes(call: string, amountMinor = 2000n): Promise<string> {
    const { events } = await this.program.send(new ProposePayout({ ...this.asked(), call, amount: money(amountMinor, 'CAD') }));
    return events.flatMap((event) => (event.type === 'PayoutProposed' ? [event.data.payout] : []))[0]!;
  }

  approves = (payout: string): Promise<Decided> => this.program.send(new ApprovePayout({ ...this.asked(), payout }));
  putsBack = (payout: string): Promise<Decided> => this.program.send(new PutBackPayout({ ...this.asked(), payout }));
  opensCard = (payout: string): Promise<Decided> => this.program.send(new ShowPayoutCard({ ...this.asked(), payout }));

  async holds(call: string, amountMinor?: bigint): Promise<string> {
    const payout = await this.proposes(call, amountMinor);
    await this.approves(payout);
    await this.program.app.get(PayoutCarrier).carry(this.ledger, payout);
    await this.opensCard(payout);
    return payout;
  }

  async sends(call: string, sentAt: string, reference?: string): Promise<string> {
    const payout = await this.holds(call);
    await this.saysSent(payout, sentAt, reference);
    return payout;
  }

  saysSent = (payout: string, sentAt: string, reference?: string): Promise<Decided> =>
    this.program.send(new RecordPayoutSent({ ...this.asked(), payout, sentAt, againOnPurpose: true, ...(reference && { reference }) }));

  confirms = (payout: string): Promise<Decided> =>
    this.program.send(new ConfirmPayout({ ...this.asked(), payout, because: 'person-said-so' }));

  async pays(call: string, sentAt: string, reference?: string): Promise<string> {
    const payout = await this.sends(call, sentAt, reference);
    await this.confirms(payout);
    return payout;
  }

  forgets = (recipient: string, request = newRequest()): Promise<Forgotten> =>
    this.program.send<Forgotten>(new EraseRecipient({ ledger: this.ledger, by: this.holder, request, recipient }));

  /** What the queue's job does with an approved payout. */
  carries = (payout: string): Promise<void> => this.program.app.get(PayoutCarrier).carry(this.ledger, payout);

  /** Who is behind a call, as far as its link opens. */
  async recipientsOf(call: string): Promise<{ recipient: string }[]> {
    const rows = await this.rows<{ person: Sealed }>('select person from call where ledger_id = $1 and call_id = $2', [this.ledger, call]);
    const people = await Promise.all(rows.map(({ person }) => this.program.app.get(Vault).open(this.ledger, 'call.person', person)));
    return people.flatMap((recipient) => (recipient ? [{ recipient }] : []));
  }

  /** Which of these still have a key. */
  async keysOf(subjects: readonly string[]): Promise<string[]> {
    const rows = await this.rows<{ subject_id: string }>(
      'select subject_id from subject_key where ledger_id = $1 and subject_id = any($2::uuid[])',
      [this.ledger, subjects],
    );
    return rows.map(({ subject_id }) => subject_id).sort();
  }

  /** To whom a payout went, as far as its link opens. */
  async personOf(payout: string): Promise<string | undefined> {
    const [row] = await this.rows<{ to: Sealed }>('select "to" from payout where ledger_id = $1 and payout_id = $2', [this.ledger, payout]);
    const link = await this.program.app.get(Vault).open(this.ledger, 'payout.to', row!.to);
    return link && (JSON.parse(link) as { recipient: string }).recipient;
  }

  async statusOf(table: 'call' | 'payout' | 'recipient', id: string): Promise<string> {
    const [row] = await this.rows<{ status: string }>(`select status from ${table} where ledger_id = $1 and ${table}_id = $2`, [
      this.ledger,
      id,
    ]);
    return row!.status;
  }

  rows<Row>(sql: string, values: unknown[] = []): Promise<Row[]> {
    return this.program.app.get(DataSource).query<Row[]>(sql, values);
  }
}
