import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Column, Entity, PrimaryColumn, type Repository } from 'typeorm';
import { type ColumnMapping, checkMapping, type NamedMapping } from '../domain/mapping.js';
import { invalid } from '../domain/refusal.js';

/** What the columns of an account's files are, said once. A row and no event: it decides nothing and holds nobody's details. */
@Entity('import_mapping')
export class ImportMappingRow {
  @PrimaryColumn('uuid') ledgerId: string;
  @PrimaryColumn('uuid') accountId: string;
  @PrimaryColumn('text') name: string;
  @Column('uuid') mappingId: string;
  @Column('jsonb') mapping: ColumnMapping;
}

const longestName = 60;

@Injectable()
export class ImportMappings {
  constructor(@InjectRepository(ImportMappingRow) private readonly rows: Repository<ImportMappingRow>) {}

  async of(ledger: string, account: string): Promise<NamedMapping[]> {
    return (await this.rows.find({ where: { ledgerId: ledger, accountId: account }, order: { name: 'ASC' } })).map(named);
  }

  /** All of the ledger, with the account of each. */
  async all(ledger: string): Promise<(NamedMapping & { readonly account: string })[]> {
    const rows = await this.rows.find({ where: { ledgerId: ledger }, order: { name: 'ASC' } });
    return rows.map((row) => ({ ...named(row), account: row.accountId }));
  }

  /** Remembers it under its name; what stood under that name for the account is replaced. @throws InvalidInput */
  async save(ledger: string, account: string, name: string, mapping: ColumnMapping): Promise<void> {
    checkMapping(mapping);
    if (name.length > longestName) throw invalid('name', `A name may have up to ${longestName} characters.`);
    if (/\d{6,}/.test(name)) throw invalid('name', 'Give it a name of your own, without the account’s number.');
    const row = { ledgerId: ledger, accountId: account, name, mappingId: randomUUID(), mapping };
    await this.rows.upsert(row, ['ledgerId', 'accountId', 'name']);
  }

  /** Files like that are asked about again; what was read by it stays as it is. */
  async forget(ledger: string, mapping: string): Promise<void> {
    await this.rows.delete({ ledgerId: ledger, mappingId: mapping });
  }
}

const named = ({ mappingId, name, mapping }: ImportMappingRow): NamedMapping => ({ id: mappingId, name, mapping });
