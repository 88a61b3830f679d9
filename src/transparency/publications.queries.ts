import { Inject, Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
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

  /** How many entries were ever published. They are never changed, so a ledger with as many as before has said nothing new. */
  async countOf(ledger: string): Promise<number> {
    const [row]: { count: string }[] = await this.rows.query(
      'select coalesce(max(entry_index) + 1, 0) as count from publication where ledger_id = $1',
      [ledger],
    );
    return Number(row!.count);
  }

  async of(ledger: string): Promise<Published> {
    return readPublished(await this.rows.find({ where: { ledgerId: ledger }, order: { entryIndex: 'ASC' } }));
  }

  /** In the order in which they were opened. */
  async listed(): Promise<ListedLedger[]> {
    return (await this.ledgers.all()).map(({ slug, name, publicAddress }) => ({ slug, name, isConfirmed: publicAddress !== null }));
  }

  banner(): Promise<string | undefined> {
    return this.settings.get('banner');
  }
}
