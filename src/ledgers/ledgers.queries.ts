import { Inject, Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { type OpenBooks, ledgerStream, openBooks } from '../domain/ledger.js';
import { EventReader } from '../event-store/event-reader.js';
import { LedgerRow } from './ledgers.projection.js';

/** Which ledgers there are on this host, and their standing terms. */
@Injectable()
export class Ledgers {
  constructor(
    @InjectRepository(LedgerRow) private readonly rows: Repository<LedgerRow>,
    @Inject(EventReader) private readonly reader: EventReader,
  ) {}

  bySlug(slug: string): Promise<LedgerRow | null> {
    return this.rows.findOneBy({ slug });
  }

  all(): Promise<LedgerRow[]> {
    return this.rows.find({ order: { openedAt: 'ASC' } });
  }

  async books(ledger: string): Promise<OpenBooks> {
    return openBooks(await this.reader.state(ledger, ledgerStream));
  }
}
