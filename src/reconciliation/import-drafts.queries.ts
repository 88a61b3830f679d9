import { Inject, Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Column, Entity, LessThan, PrimaryColumn, type Repository } from 'typeorm';
import { at } from '../database/columns.js';
import { addDays, addDaysTo, dayOf, instant } from '../domain/calendar.js';
import { canonical, fromCanonical } from '../domain/canonical.js';
import type { AccountKind } from '../domain/observation.js';
import type { ObservedLine, SourceReader } from '../domain/observed.js';
import { InvalidInput, Refusal, invalid } from '../domain/refusal.js';
import type { Sealed } from '../domain/sealed.js';
import { Terms } from '../event-store/ledger-terms.js';
import { CLOCK, type Clock } from '../event-store/tokens.js';
import { SubjectKeyRow } from '../vault/subject-key.row.js';
import { Vault } from '../vault/vault.js';
import { AccountRow } from './observations.projection.js';

/** Finds the reader of a file by its first bytes; bound to the intake in app.module. */
export const READER_FOR = Symbol('reader for');
export type ReaderFor = (bytes: Uint8Array) => SourceReader;

/** A file between preview and confirmation: its lines as understood, sealed, for a day. */
@Entity('import_draft')
export class ImportDraftRow {
  @PrimaryColumn('uuid') ledgerId: string;
  @PrimaryColumn('uuid') importId: string;
  @Column('uuid') accountId: string;
  @Column('text') source: string;
  @Column('jsonb') lines: Sealed;
  @Column(at) madeAt: string;
}

export interface Draft {
  readonly import: string;
  readonly account: string;
  readonly source: string;
  readonly lines: readonly ObservedLine[];
}

/** Which kind of account each kind of file comes from, and what it is called. */
const accountOf: Readonly<Record<SourceReader['source'], { kind: AccountKind; words: string }>> = {
  'rbc-chequing': { kind: 'bank', words: 'a bank' },
  'paypal-activity': { kind: 'paypal', words: 'PayPal' },
};

export const draftHours = 24;
const mostFaults = 20;

@Injectable()
export class ImportDrafts {
  constructor(
    @InjectRepository(ImportDraftRow) private readonly rows: Repository<ImportDraftRow>,
    @InjectRepository(AccountRow) private readonly accounts: Repository<AccountRow>,
    @Inject(READER_FOR) private readonly readerFor: ReaderFor,
    @Inject(Terms) private readonly terms: Terms,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Reads a file whole, or refuses it with its lines and reasons; then nothing of it is kept. */
  async read(ledger: string, account: string, bytes: Uint8Array): Promise<string> {
    const { zone, currency } = await this.terms.of(ledger);
    const row = await this.accounts.findOneBy({ ledgerId: ledger, accountId: account });
    if (!row) throw invalid('account', 'There is no such account in this ledger.');
    const reader = this.readerFor(bytes);
    const { kind, words } = accountOf[reader.source];
    if (kind !== row.kind)
      throw invalid('account', `This file is from ${words}, and “${row.name}” is not. Choose the account that it is from.`);
    const lines = reader.read(bytes, { zone, homeCurrency: currency });
    if (lines.length === 0) throw invalid('file', 'This file has no lines. Choose the period again when you download it.');
    refuseImpossibleDays(lines, dayOf(instant(this.clock()), zone));
    return this.keep(ledger, account, reader.source, lines);
  }

  /** Keeps lines for a day, sealed, until they are confirmed. */
  async keep(ledger: string, account: string, source: string, lines: readonly ObservedLine[]): Promise<string> {
    const now = instant(this.clock());
    const sealing = this.vault.sealing(ledger);
    const id = sealing.newSubject('import', { now, expiresAt: addDays(now, draftHours / 24) });
    const sealed = sealing.seal(id, 'import.lines', canonical(lines));
    await this.rows.manager.transaction(async (database) => {
      await database.insert(SubjectKeyRow, sealing.newKeys);
      await database.insert(ImportDraftRow, { ledgerId: ledger, importId: id, accountId: account, source, lines: sealed, madeAt: now });
    });
    return id;
  }

  async open(ledger: string, id: string): Promise<Draft> {
    const row = await this.rows.findOneBy({ ledgerId: ledger, importId: id });
    const text = row && (await this.vault.open(ledger, 'import.lines', row.lines));
    if (!text)
      throw new Refusal(
        'import/gone',
        `This preview is gone: it is kept for ${draftHours} hours. Bring the file in again; what was recorded stays recorded once.`,
      );
    return { import: id, account: row.accountId, source: row.source, lines: fromCanonical(text) as ObservedLine[] };
  }

  /** Previews that nobody confirmed, and their keys. */
  async forgetOld(): Promise<void> {
    const before = addDays(instant(this.clock()), -draftHours / 24);
    const old = await this.rows.findBy({ madeAt: LessThan(before) });
    for (const { ledgerId, importId } of old) {
      await this.rows.manager.delete(SubjectKeyRow, { ledgerId, subjectId: importId });
      await this.rows.delete({ ledgerId, importId });
    }
  }
}

function refuseImpossibleDays(lines: readonly ObservedLine[], today: string): void {
  const latest = addDaysTo(today, 1);
  const faults = lines
    .filter(({ day }) => day > latest || day < '1990-01-01')
    .map(({ line, day }) => ({
      field: `line ${line}`,
      says: `${day} ${day > latest ? 'is in the future' : 'is too long ago'}. Check the file.`,
    }));
  if (faults.length > 0) throw new InvalidInput(faults.slice(0, mostFaults));
}
