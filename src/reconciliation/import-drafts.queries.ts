import { Inject, Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Column, Entity, LessThan, PrimaryColumn, type Repository } from 'typeorm';
import { at } from '../database/columns.js';
import { addDays, addDaysTo, dayOf, instant } from '../domain/calendar.js';
import { canonical, fromCanonical } from '../domain/canonical.js';
import { type DayTotal, checkTotals } from '../domain/day-total.js';
import type { AccountKind } from '../domain/observation.js';
import type { NamedMapping } from '../domain/mapping.js';
import { type MailReader, type RefusedMail, isRefused, mailSource } from '../domain/mail.js';
import type { ObservedLine, Source, SourceReader } from '../domain/observed.js';
import { type FieldFault, InvalidInput, Refusal, invalid } from '../domain/refusal.js';
import type { Sealed } from '../domain/sealed.js';
import { partsOf } from '../event-store/in-parts.js';
import { Terms } from '../event-store/ledger-terms.js';
import { CLOCK, type Clock } from '../event-store/tokens.js';
import { SubjectKeyRow } from '../vault/subject-key.row.js';
import { Vault } from '../vault/vault.js';
import { ImportMappings } from './import-mappings.queries.js';
import { MailAddresses } from './mail-addresses.queries.js';
import { MAIL_READER } from './mail-arrivals.js';
import { MailCounts } from './mail-counts.queries.js';
import { AccountRow } from './observations.projection.js';

/** Finds the reader of a file, or takes the one that was chosen; bound to the intake in app.module. */
export const READER_FOR = Symbol('reader for');
export type ReaderFor = (bytes: Uint8Array, format: string | undefined, mappings: readonly NamedMapping[]) => SourceReader;

/** A file between preview and confirmation: its lines as understood, sealed, for a day. */
@Entity('import_draft')
export class ImportDraftRow {
  @PrimaryColumn('uuid') ledgerId: string;
  @PrimaryColumn('uuid') importId: string;
  @Column('uuid') accountId: string;
  @Column('text') source: string;
  /** All but the lines, which lie beside it in parts; of a preview that an earlier version kept, them too. */
  @Column('jsonb') lines: Sealed;
  @Column(at) madeAt: string;
}

/** As much as is sealed and opened at a time: so few lines of a long file are in memory at once, and for so short, that the rubbish stays young. */
const linesInPart = 500;

/** What a file was understood to say: its lines, or, of a booking program's file, totals that become no payments. */
export type Understood = { readonly lines: readonly ObservedLine[] } | { readonly totals: readonly DayTotal[] };

/** The same, its lines one after another. What is wrong with them is thrown at the end of them. */
type BeingRead = { readonly lines: Iterable<ObservedLine> } | { readonly totals: readonly DayTotal[] };

/** A preview that is kept: its lines are read part by part, as often as they are asked for. */
export interface KeptDraft extends Omit<Draft, 'lines'> {
  parts(): AsyncIterable<readonly ObservedLine[]> | Iterable<readonly ObservedLine[]>;
}

/** What was never written down, as if it were. */
export const asKept = ({ lines, ...draft }: Draft): KeptDraft => ({ ...draft, parts: () => partsOf(lines, linesInPart) });

export interface Draft {
  readonly import: string;
  readonly account: string;
  readonly source: string;
  readonly lines: readonly ObservedLine[];
  /** Mails of the file that count for nothing, each with its reason; of other files none. */
  readonly refused: readonly RefusedMail[];
  /** Of a file of totals, and then there are no lines. */
  readonly totals?: readonly DayTotal[];
}

/** Which kind of account each kind of file comes from; a file that somebody described may come from any. */
const kindOf = (source: Source): AccountKind | undefined =>
  source === 'mapped' ? undefined : source === 'paypal-activity' ? 'paypal' : 'bank';
const kindInWords: Readonly<Record<AccountKind, string>> = { bank: 'a bank', paypal: 'PayPal' };

export const draftHours = 24;
const mostFaults = 20;
/** By so much of a file it is known what it is, in bytes. */
const headBytes = 8192;

@Injectable()
export class ImportDrafts {
  constructor(
    @InjectRepository(ImportDraftRow) private readonly rows: Repository<ImportDraftRow>,
    @InjectRepository(AccountRow) private readonly accounts: Repository<AccountRow>,
    @Inject(READER_FOR) private readonly readerFor: ReaderFor,
    @Inject(ImportMappings) private readonly mappings: ImportMappings,
    @Inject(MAIL_READER) private readonly mails: MailReader,
    @Inject(MailAddresses) private readonly addresses: MailAddresses,
    @Inject(MailCounts) private readonly counts: MailCounts,
    @Inject(Terms) private readonly terms: Terms,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Reads a file whole, or refuses it with its lines and reasons; then nothing of it is kept.
   * @param format a source or a mapping of this account, where somebody chose; otherwise the file has to say it itself
   */
  async read(ledger: string, account: string, bytes: Uint8Array, format?: string): Promise<string> {
    const row = await this.accountOf(ledger, account);
    if (!format && this.mails.recognises(bytes.subarray(0, headBytes))) return this.readMails(ledger, row, bytes);
    const reader = this.readerFor(bytes, format, await this.mappings.of(ledger, account));
    const kind = kindOf(reader.source);
    if (kind && kind !== row.kind)
      throw invalid('account', `This file is from ${kindInWords[kind]}, and “${row.name}” is not. Choose the account that it is from.`);
    return this.keepRead(ledger, row, bytes, reader);
  }

  /** Reads a file as somebody described it, and keeps the preview. */
  async readAs(ledger: string, account: string, bytes: Uint8Array, reader: SourceReader): Promise<string> {
    return this.keepRead(ledger, await this.accountOf(ledger, account), bytes, reader);
  }

  /** How a file would be read, with nothing kept. */
  async tried(ledger: string, account: string, bytes: Uint8Array, reader: SourceReader): Promise<Understood> {
    const read = await this.understood(ledger, await this.accountOf(ledger, account), bytes, reader);
    return 'lines' in read ? { lines: [...read.lines] } : read;
  }

  private async keepRead(ledger: string, account: AccountRow, bytes: Uint8Array, reader: SourceReader): Promise<string> {
    const understood = await this.understood(ledger, account, bytes, reader);
    return this.keep(ledger, account.accountId, reader.source, { lines: [], ...understood, refused: [] });
  }

  async accountOf(ledger: string, account: string): Promise<AccountRow> {
    const row = await this.accounts.findOneBy({ ledgerId: ledger, accountId: account });
    if (!row) throw invalid('account', 'There is no such account in this ledger.');
    return row;
  }

  private async understood(ledger: string, account: AccountRow, bytes: Uint8Array, reader: SourceReader): Promise<BeingRead> {
    const { zone, currency } = await this.terms.of(ledger);
    const place = { zone, homeCurrency: currency, currency: account.currency };
    const today = dayOf(instant(this.clock()), zone);
    if (reader.readTotals) {
      const totals = reader.readTotals(bytes, place);
      if (totals.length === 0) throw invalid('file', 'This file has no totals. Choose the period again when you download it.');
      checkTotals(totals, addDaysTo(today, 1));
      return { totals };
    }
    return { lines: possible(reader.each?.(bytes, place) ?? reader.read(bytes, place), today) };
  }

  /** Mails are judged one by one: what counts for nothing is named and counted, and keeps no other from being shown. */
  private async readMails(ledger: string, { accountId, name, kind }: AccountRow, bytes: Uint8Array): Promise<string> {
    if (kind !== 'bank')
      throw invalid('account', `These are mails about e-Transfers to a bank, and “${name}” is none. Choose the bank account.`);
    const address = (await this.addresses.of(ledger)).find(({ account }) => account === accountId);
    if (!address) throw invalid('account', `Say first, under Settings, Mails, at which address “${name}” gets its e-Transfers.`);
    const read = await this.mails.readAll(bytes, await this.addresses.place(ledger, 'upload', address));
    const refused = read.filter(isRefused);
    for (const { fault } of refused) await this.counts.note(ledger, fault);
    const lines = read.flatMap((mail) => (isRefused(mail) ? [] : [mail.line]));
    if (lines.length === 0)
      throw new InvalidInput(refused.slice(0, mostFaults).map(({ line, why }) => ({ field: `mail ${line}`, says: why })));
    return this.keep(ledger, accountId, mailSource, { lines, refused });
  }

  /** Keeps lines for a day, sealed, until they are confirmed; nothing of a file that turns out not to be understood. */
  async keep(
    ledger: string,
    account: string,
    source: string,
    understood: Pick<Draft, 'refused' | 'totals'> & { readonly lines: Iterable<ObservedLine> },
  ): Promise<string> {
    const now = instant(this.clock());
    const sealing = this.vault.sealing(ledger);
    const id = sealing.newSubject('import', { now, expiresAt: addDays(now, draftHours / 24) });
    const { lines, ...rest } = understood;
    const sealed = sealing.seal(id, 'import.lines', canonical(rest));
    await this.rows.manager.transaction(async (database) => {
      await database.insert(SubjectKeyRow, sealing.newKeys);
      await database.insert(ImportDraftRow, { ledgerId: ledger, importId: id, accountId: account, source, lines: sealed, madeAt: now });
      let part = 0;
      for (const some of gatheredIn(lines, linesInPart)) {
        part += 1;
        const box = sealing.seal(id, 'import.lines', canonical(some));
        await database.query('insert into import_draft_part (ledger_id, import_id, part, lines) values ($1, $2, $3, $4)', [
          ledger,
          id,
          part,
          box,
        ]);
      }
    });
    return id;
  }

  async open(ledger: string, id: string): Promise<Draft> {
    const { parts, ...draft } = await this.kept(ledger, id);
    const lines: ObservedLine[] = [];
    for await (const part of parts()) lines.push(...part);
    return { ...draft, lines };
  }

  async kept(ledger: string, id: string): Promise<KeptDraft> {
    const row = await this.rows.findOneBy({ ledgerId: ledger, importId: id });
    const text = row && (await this.vault.open(ledger, 'import.lines', row.lines));
    if (!text) return gone();
    const said = fromCanonical(text) as readonly ObservedLine[] | (Partial<Draft> & Pick<Draft, 'refused'>);
    const { lines, ...rest } = 'refused' in said ? { lines: [], ...said } : { lines: said, refused: [] };
    const parts = () => (lines.length > 0 ? partsOf(lines, linesInPart) : this.parts(ledger, id));
    return { import: id, account: row.accountId, source: row.source, ...rest, parts };
  }

  /** One after another, so that of a long file never more than one is held in several forms. @throws Refusal once the preview is gone */
  private async *parts(ledger: string, id: string): AsyncGenerator<readonly ObservedLine[]> {
    for (let part = 1; ; part += 1) {
      const [row]: { lines: Sealed | null }[] = await this.rows.query(
        `select p.lines from import_draft d
         left join import_draft_part p on p.ledger_id = d.ledger_id and p.import_id = d.import_id and p.part = $3
         where d.ledger_id = $1 and d.import_id = $2`,
        [ledger, id, part],
      );
      if (!row) gone();
      if (!row.lines) return;
      yield fromCanonical((await this.vault.open(ledger, 'import.lines', row.lines)) ?? gone()) as readonly ObservedLine[];
    }
  }

  /** Previews that nobody confirmed, and their keys. */
  async forgetOld(): Promise<void> {
    const before = addDays(instant(this.clock()), -draftHours / 24);
    const old = await this.rows.findBy({ madeAt: LessThan(before) });
    for (const { ledgerId, importId } of old) await this.forget(ledgerId, importId);
  }

  /** The preview, its key, and what was said of it, at once: whoever reads it meanwhile gets all of it or hears that it is gone. */
  async forget(ledgerId: string, importId: string): Promise<void> {
    await this.rows.manager.transaction(async (database) => {
      await database.query('delete from import_run where ledger_id = $1 and import_id = $2', [ledgerId, importId]);
      await database.delete(SubjectKeyRow, { ledgerId, subjectId: importId });
      await database.query('delete from import_draft_part where ledger_id = $1 and import_id = $2', [ledgerId, importId]);
      await database.delete(ImportDraftRow, { ledgerId, importId });
    });
  }
}

function gone(): never {
  throw new Refusal(
    'import/gone',
    `This preview is gone: it is kept for ${draftHours} hours. Bring the file in again; what was recorded stays recorded once.`,
  );
}

/** @throws InvalidInput at the end, for a file without lines or with days that cannot be */
function* possible(lines: Iterable<ObservedLine>, today: string): Generator<ObservedLine, void> {
  const latest = addDaysTo(today, 1);
  const faults: FieldFault[] = [];
  let count = 0;
  for (const each of lines) {
    count += 1;
    const { line, day } = each;
    const isLate = day > latest;
    if (isLate || day < '1990-01-01')
      faults.push({ field: `line ${line}`, says: `${day} ${isLate ? 'is in the future' : 'is too long ago'}. Check the file.` });
    if (faults.length === 0) yield each;
  }
  if (count === 0) throw invalid('file', 'This file has no lines. Choose the period again when you download it.');
  if (faults.length > 0) throw new InvalidInput(faults.slice(0, mostFaults));
}

/** As `partsOf` cuts a list, of what comes one by one. */
function* gatheredIn<T>(all: Iterable<T>, size: number): Generator<readonly T[], void> {
  let part: T[] = [];
  for (const each of all) {
    part.push(each);
    if (part.length < size) continue;
    yield part;
    part = [];
  }
  if (part.length > 0) yield part;
}
