import { Inject, Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { LessThan, type Repository } from 'typeorm';
import { HostSettings } from '../access/host-settings.js';
import { Ledgers } from '../ledgers/ledgers.queries.js';
import { PublicationRow } from './publication.projection.js';
import { type Published, type PublicTerms, readPublished } from './published.js';

export interface ListedLedger {
  readonly slug: string;
  readonly name: string;
  readonly isConfirmed: boolean;
}

/**
 * All that public pages ever read: the `publication` table, which ledgers there are, and of each the terms that are public by
 * choice: its name, its promise in every version, its publication rules. No amount, no row of a payment or a payout.
 */
@Injectable()
export class Publications {
  constructor(
    @InjectRepository(PublicationRow) private readonly rows: Repository<PublicationRow>,
    @Inject(Ledgers) private readonly ledgers: Ledgers,
    @Inject(HostSettings) private readonly settings: HostSettings,
  ) {}

  async idOf(slug: string): Promise<string | undefined> {
    return (await this.ledgers.bySlug(slug))?.ledgerId;
  }

  async terms(ledger: string): Promise<PublicTerms> {
    const { slug, name, currency, zone, openedAt, policies, rules, publicAddress } = await this.ledgers.books(ledger);
    return { slug, name, currency, zone, openedAt, policies, rules, ...(publicAddress && { address: publicAddress }) };
  }

  /** What the checkpoint that is shown covers: the first `size` entries, never one that no signature stands for yet. */
  async of(ledger: string, size: number): Promise<Published> {
    const where = { ledgerId: ledger, entryIndex: LessThan(BigInt(size)) };
    return readPublished(await this.rows.find({ where, order: { entryIndex: 'ASC' } }));
  }

  /** In the order in which they were opened. */
  async listed(): Promise<ListedLedger[]> {
    return (await this.ledgers.all()).map(({ slug, name, publicAddress }) => ({ slug, name, isConfirmed: publicAddress !== null }));
  }

  banner(): Promise<string | undefined> {
    return this.settings.get('banner');
  }
}
