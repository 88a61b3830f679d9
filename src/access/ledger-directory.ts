import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Recent } from './recent.js';

export interface FoundLedger {
  readonly ledgerId: string;
  readonly slug: string;
  readonly name: string;
}

/** From the slug in an address to the ledger it names. */
@Injectable()
export class LedgerDirectory {
  private readonly recent = new Recent<FoundLedger>();

  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  find(slug: string): Promise<FoundLedger | undefined> {
    return this.recent.of(slug, async () => {
      const rows: FoundLedger[] = await this.dataSource.query('select ledger_id as "ledgerId", slug, name from ledger where slug = $1', [
        slug,
      ]);
      return rows[0];
    });
  }
}
