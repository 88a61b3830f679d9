import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { SignedHead } from '../domain/publication.js';
import { EventReader } from '../event-store/event-reader.js';

/** What a log is made of: its entries in exact bytes, and every head that was ever signed of them. */
@Injectable()
export class PublishedHeads {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(EventReader) private readonly reader: EventReader,
  ) {}

  /** Smallest first. */
  async of(ledger: string): Promise<SignedHead[]> {
    const heads: SignedHead[] = [];
    const end = await this.reader.head(ledger);
    for await (const { events } of this.reader.stretches(ledger, 0n, end, ['CheckpointSigned']))
      for (const event of events) if (event.type === 'CheckpointSigned') heads.push(event.data);
    return heads;
  }

  /** Entries `from` to `to`, the last not included, whether signed yet or not. */
  async entries(ledger: string, from: number, to: number): Promise<readonly string[]> {
    const rows: { entry: string }[] = await this.dataSource.query(
      'select entry from publication where ledger_id = $1 and entry_index >= $2 and entry_index < $3 order by entry_index',
      [ledger, from, to],
    );
    if (rows.length !== to - from)
      throw new Error(`The log has ${rows.length} of its entries ${from} to ${to}: rebuild the table publication.`);
    return rows.map(({ entry }) => entry);
  }
}
