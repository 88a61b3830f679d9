import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { SignedHead } from '../domain/publication.js';
import { EventReader } from '../event-store/event-reader.js';

/** One of a ledger's logs, and every head that was signed of it, smallest first. */
export interface SignedLog {
  readonly origin: string;
  /** Entries of the logs before it. */
  readonly base: number;
  readonly heads: SignedHead[];
}

/** What a log is made of: its entries in exact bytes, and every head that was ever signed of them. */
@Injectable()
export class PublishedHeads {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(EventReader) private readonly reader: EventReader,
  ) {}

  /** Of all its logs, in the order in which they were signed. */
  async of(ledger: string): Promise<SignedHead[]> {
    const heads: SignedHead[] = [];
    const end = await this.reader.head(ledger);
    for await (const { events } of this.reader.stretches(ledger, 0n, end, ['CheckpointSigned']))
      for (const event of events) if (event.type === 'CheckpointSigned') heads.push(event.data);
    return heads;
  }

  /** Every log of the ledger of which a head was signed, oldest first. */
  async logs(ledger: string): Promise<SignedLog[]> {
    const logs: SignedLog[] = [];
    for (const head of await this.of(ledger)) {
      const last = logs.at(-1);
      if (last?.origin === head.origin) last.heads.push(head);
      else logs.push({ origin: head.origin, base: (last?.base ?? 0) + (last?.heads.at(-1)?.size ?? 0), heads: [head] });
    }
    return logs;
  }

  /** Entries `from` to `to` of the log that begins at `base`, the last not included, whether signed yet or not. */
  async entries(ledger: string, from: number, to: number, base = 0): Promise<readonly string[]> {
    const rows: { entry: string }[] = await this.dataSource.query(
      'select entry from publication where ledger_id = $1 and entry_index >= $2 and entry_index < $3 order by entry_index',
      [ledger, base + from, base + to],
    );
    if (rows.length !== to - from)
      throw new Error(`The log has ${rows.length} of its entries ${from} to ${to}: rebuild the table publication.`);
    return rows.map(({ entry }) => entry);
  }
}
