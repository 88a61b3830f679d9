import { Inject, Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, MoreThan, type Repository } from 'typeorm';
import { addDays, type Instant } from '../domain/calendar.js';
import { Refusal } from '../domain/refusal.js';
import type { Sealed } from '../domain/sealed.js';
import { Vault } from '../vault/vault.js';
import { PayoutRow } from './payouts.projection.js';

/** Whom a payout is for, and which call it answers. Sealed under the payout's own key. */
export interface PayoutLink {
  readonly recipient: string;
  readonly call: string;
}

const field = 'payout.to';
const alikeDays = 7;

/** Opens the sealed links between payouts and people, for the moment in which a decision needs them. */
@Injectable()
export class PayoutLinks {
  constructor(
    @InjectRepository(PayoutRow) private readonly rows: Repository<PayoutRow>,
    @Inject(Vault) private readonly vault: Vault,
  ) {}

  async row(ledger: string, payout: string): Promise<PayoutRow> {
    const row = await this.rows.findOneBy({ ledgerId: ledger, payoutId: payout });
    if (!row) throw new Refusal('payout/unknown', 'There is no such payout in this ledger.');
    return row;
  }

  /** @throws Refusal once the person was forgotten */
  async open(ledger: string, to: Sealed): Promise<PayoutLink> {
    const text = await this.vault.open(ledger, field, to);
    if (!text) throw new Refusal('recipient/erased', 'This person asked to be forgotten. Nothing more can be sent.');
    return JSON.parse(text) as PayoutLink;
  }

  /** For each row in turn; undefined where the person was forgotten. */
  async openMany(ledger: string, rows: readonly Pick<PayoutRow, 'to'>[]): Promise<(PayoutLink | undefined)[]> {
    const texts = await this.vault.openMany(
      ledger,
      rows.map(({ to }) => ({ fieldName: field, sealed: to })),
    );
    return texts.map((text) => (text === undefined ? undefined : (JSON.parse(text) as PayoutLink)));
  }

  /** By payout: what tells apart the people who were forgotten before their money was published. */
  async tagsOfForgotten(ledger: string): Promise<Map<string, string>> {
    const rows = await this.rows.query<{ payout_id: string; tag: string }[]>(
      `select payout_id, encode(tag, 'hex') as tag from erased_payout where ledger_id = $1`,
      [ledger],
    );
    return new Map(rows.map(({ payout_id, tag }) => [payout_id, tag]));
  }

  /** True when the same person was sent the same amount within the last week. */
  async isAlike(ledger: string, payout: PayoutRow, sentAt: Instant): Promise<boolean> {
    const near = await this.rows.findBy({
      ledgerId: ledger,
      status: In(['sent', 'paid', 'in-doubt', 'accepted', 'unclaimed', 'on-hold']),
      amountMinor: payout.amountMinor,
      currency: payout.currency,
      sentAt: MoreThan(addDays(sentAt, -alikeDays)),
    });
    const others = near.filter(({ payoutId }) => payoutId !== payout.payoutId);
    if (others.length === 0) return false;
    const { recipient } = await this.open(ledger, payout.to);
    return (await this.openMany(ledger, others)).some((link) => link?.recipient === recipient);
  }
}

export const sealedLink = (seal: (field: string, text: string) => Sealed, { recipient, call }: PayoutLink): Sealed =>
  seal(field, JSON.stringify({ call, recipient }));
