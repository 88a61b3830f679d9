import { Inject, Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, IsNull, Not, type Repository } from 'typeorm';
import type { Month } from '../domain/calendar.js';
import { recipientStream } from '../domain/call.js';
import { payoutStream } from '../domain/payout.js';
import { EventReader } from '../event-store/event-reader.js';
import { Vault } from '../vault/vault.js';
import { PayoutLinks } from './payouts.links.js';
import { PayoutRow } from './payouts.projection.js';

const notFinal = [
  'proposed',
  'approved',
  'held',
  'sent',
  'sending',
  'put-off',
  'in-doubt',
  'accepted',
  'unclaimed',
  'on-hold',
  'failed',
  'reversed',
] as const;

/** Payouts as the console and reports read them. */
@Injectable()
export class Payouts {
  constructor(
    @InjectRepository(PayoutRow) private readonly rows: Repository<PayoutRow>,
    @Inject(PayoutLinks) private readonly links: PayoutLinks,
    @Inject(EventReader) private readonly reader: EventReader,
    @Inject(Vault) private readonly vault: Vault,
  ) {}

  one(ledger: string, payout: string): Promise<PayoutRow | null> {
    return this.rows.findOneBy({ ledgerId: ledger, payoutId: payout });
  }

  notFinal(ledger: string): Promise<PayoutRow[]> {
    return this.rows.find({ where: { ledgerId: ledger, status: In([...notFinal]) }, order: { proposedAt: 'ASC' } });
  }

  latest(ledger: string, limit: number): Promise<PayoutRow[]> {
    return this.rows.find({ where: { ledgerId: ledger }, order: { proposedAt: 'DESC', payoutId: 'DESC' }, take: limit });
  }

  ofMonth(ledger: string, month: Month): Promise<PayoutRow[]> {
    return this.rows.find({ where: { ledgerId: ledger, month }, order: { sentAt: 'ASC' } });
  }

  paidUnpublished(ledger: string): Promise<PayoutRow[]> {
    return this.rows.find({ where: { ledgerId: ledger, status: 'paid', publishedPeriod: IsNull() }, order: { payoutId: 'ASC' } });
  }

  returnedAfterPublication(ledger: string): Promise<PayoutRow[]> {
    return this.rows.find({
      where: { ledgerId: ledger, status: 'returned', publishedPeriod: Not(IsNull()), returnCountedOn: IsNull() },
      order: { payoutId: 'ASC' },
    });
  }

  /** Also those that came back since. */
  publishedIn(ledger: string, periods: readonly Month[]): Promise<PayoutRow[]> {
    return this.rows.find({ where: { ledgerId: ledger, publishedPeriod: In([...periods]) }, order: { payoutId: 'ASC' } });
  }

  /** One tag a person, for counting only. Who was forgotten has one until the publication; whoever has none shares one with the others. */
  async peopleTags(ledger: string, rows: readonly PayoutRow[]): Promise<string[]> {
    const links = await this.links.openMany(ledger, rows);
    const tags = await this.links.tagsOfForgotten(ledger);
    return links.map((link, index) => tags.get(rows[index]!.payoutId) ?? link?.recipient ?? 'forgotten');
  }

  /** Ids of the calls that payouts answer, in the same order; undefined where the person was forgotten. */
  async callsOf(ledger: string, rows: readonly PayoutRow[]): Promise<(string | undefined)[]> {
    return (await this.links.openMany(ledger, rows)).map((link) => link?.call);
  }

  /** What the bank or PayPal gave for it, as the one who sent it typed it. */
  async reference(ledger: string, { reference }: PayoutRow): Promise<string | undefined> {
    return reference ? this.vault.open(ledger, 'payout.reference', reference) : undefined;
  }

  /** Where the money goes, as it was approved. For the holder of the card alone, after the showing is on record. */
  async wayToPay(ledger: string, row: PayoutRow): Promise<{ address: string; payee?: string } | undefined> {
    const { recipient } = await this.links.open(ledger, row.to);
    const [payout, person] = await Promise.all([
      this.reader.state(ledger, payoutStream(row.payoutId)),
      this.reader.state(ledger, recipientStream(recipient)),
    ]);
    if (payout.status === 'unknown' || person.status === 'unknown') return undefined;
    const way = person.addresses?.[payout.proposal.addressVersion - 1];
    const address = way && (await this.vault.open(ledger, 'recipient.address', way.address));
    const payee = way?.name && (await this.vault.open(ledger, 'recipient.name', way.name));
    return address ? { address, ...(payee && { payee }) } : undefined;
  }
}
