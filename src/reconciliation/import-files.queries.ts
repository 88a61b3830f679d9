import { Inject, Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Column, Entity, LessThan, PrimaryColumn, type Repository } from 'typeorm';
import { at } from '../database/columns.js';
import { addDays, instant } from '../domain/calendar.js';
import { type ColumnMapping, checkMapping, type DescribedFiles, type FirstRows, type MappingGuess } from '../domain/mapping.js';
import { Refusal } from '../domain/refusal.js';
import type { Sealed } from '../domain/sealed.js';
import { CLOCK, type Clock } from '../event-store/tokens.js';
import { SubjectKeyRow } from '../vault/subject-key.row.js';
import { Vault } from '../vault/vault.js';
import { draftHours, ImportDrafts, type Understood } from './import-drafts.queries.js';
import { ImportMappings } from './import-mappings.queries.js';

/** Reads files that somebody describes; bound to the intake in app.module. */
export const DESCRIBED_FILES = Symbol('described files');

/** A file whose columns are being described: its bytes, sealed, for a day. */
@Entity('import_file')
export class ImportFileRow {
  @PrimaryColumn('uuid') ledgerId: string;
  @PrimaryColumn('uuid') fileId: string;
  @Column('uuid') accountId: string;
  @Column('jsonb') bytes: Sealed;
  @Column(at) madeAt: string;
}

export interface KeptFile {
  readonly file: string;
  readonly account: string;
  readonly bytes: Uint8Array;
  readonly first: FirstRows;
  readonly guess: MappingGuess;
}

/** Files that no reader knows, while somebody says what their columns are. */
@Injectable()
export class ImportFiles {
  constructor(
    @InjectRepository(ImportFileRow) private readonly rows: Repository<ImportFileRow>,
    @Inject(DESCRIBED_FILES) private readonly described: DescribedFiles,
    @Inject(ImportDrafts) private readonly drafts: ImportDrafts,
    @Inject(ImportMappings) private readonly mappings: ImportMappings,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Keeps a file that has rows; refuses what is no CSV and no spreadsheet, and an account that is not there. */
  async keep(ledger: string, account: string, bytes: Buffer): Promise<string> {
    await this.drafts.accountOf(ledger, account);
    this.described.firstRowsOf(bytes);
    const now = instant(this.clock());
    const sealing = this.vault.sealing(ledger);
    const id = sealing.newSubject('import', { now, expiresAt: addDays(now, draftHours / 24) });
    const sealed = sealing.seal(id, 'import.file', bytes.toString('base64'));
    await this.rows.manager.transaction(async (database) => {
      await database.insert(SubjectKeyRow, sealing.newKeys);
      await database.insert(ImportFileRow, { ledgerId: ledger, fileId: id, accountId: account, bytes: sealed, madeAt: now });
    });
    return id;
  }

  async open(ledger: string, id: string): Promise<KeptFile> {
    const row = await this.rows.findOneBy({ ledgerId: ledger, fileId: id });
    const text = row && (await this.vault.open(ledger, 'import.file', row.bytes));
    if (!text)
      throw new Refusal('import/gone', `This file is gone: it is kept for ${draftHours} hours. Bring it in again; nothing was recorded.`);
    const bytes = Buffer.from(text, 'base64');
    const first = this.described.firstRowsOf(bytes);
    return { file: id, account: row.accountId, bytes, first, guess: this.described.guessMapping(first) };
  }

  /** How the file reads if its columns are that. Nothing is kept. @throws InvalidInput with its lines and reasons */
  async tried(ledger: string, { account, bytes }: KeptFile, mapping: ColumnMapping): Promise<Understood> {
    checkMapping(mapping);
    return this.drafts.tried(ledger, account, bytes, this.described.readerOf({ name: 'this file', mapping }));
  }

  /** Remembers what the columns are, turns the file into a preview, and forgets the file. @returns the preview's id */
  async describe(ledger: string, { file, account, bytes }: KeptFile, name: string, mapping: ColumnMapping): Promise<string> {
    checkMapping(mapping);
    const reader = this.described.readerOf({ name, mapping });
    await this.drafts.tried(ledger, account, bytes, reader);
    await this.mappings.save(ledger, account, name, mapping);
    const draft = await this.drafts.readAs(ledger, account, bytes, reader);
    await this.forget(ledger, file);
    return draft;
  }

  /** Files that nobody described within a day, and their keys. */
  async forgetOld(): Promise<void> {
    const before = addDays(instant(this.clock()), -draftHours / 24);
    const old = await this.rows.find({ where: { madeAt: LessThan(before) }, select: { ledgerId: true, fileId: true } });
    for (const { ledgerId, fileId } of old) await this.forget(ledgerId, fileId);
  }

  private async forget(ledgerId: string, fileId: string): Promise<void> {
    await this.rows.manager.delete(SubjectKeyRow, { ledgerId, subjectId: fileId });
    await this.rows.delete({ ledgerId, fileId });
  }
}
