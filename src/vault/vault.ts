import { createHmac, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { Instant } from '../domain/calendar.js';
import type { Sealed } from '../domain/sealed.js';
import { keyBytes } from './aes-gcm.js';
import { framed, uuidBytes } from './frame.js';
import { open } from './seal.js';
import { Sealing } from './sealing.js';
import { WRAPPING_KEYS } from './tokens.js';
import { type Asked, keepUntil } from './destroying.js';
import { LIFETIMES, type Lifetimes, endOf } from './lifetimes.js';
import type { SubjectKind } from './subject-key.row.js';
import { type WrappedKey, WrappedLedgerKeys } from './wrapped-ledger-keys.js';
import { type WrappingKeys, unwrap, wrap } from './wrapping-key.js';

/** A sealed field with its name, which is part of what was sealed. */
export interface NamedField {
  readonly fieldName: string;
  readonly sealed: Sealed;
}

/**
 * Where people's words are sealed and opened. No key is kept in the clear beyond the call that needs it, so that a key
 * destroyed in the database is destroyed everywhere at once.
 */
@Injectable()
export class Vault {
  private readonly ledgerKeys = new WrappedLedgerKeys();

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(WRAPPING_KEYS) private readonly wrappingKeys: WrappingKeys,
    @Inject(LIFETIMES) readonly lifetimes: Lifetimes = {},
  ) {}

  /** Begins to seal the fields of one command. Nothing is written: hand `newKeys` to the event store. */
  sealing(ledger: string): Sealing {
    const findKey = async (subject: string) => (await this.keysOf(ledger, [subject])).get(subject);
    return new Sealing(ledger, this.wrappingKeys.current, findKey, this.lifetimes);
  }

  /**
   * The text as it was sealed; undefined once its key is destroyed.
   * @throws BrokenSeal when bytes or place were changed
   */
  async open(ledger: string, fieldName: string, sealed: Sealed): Promise<string | undefined> {
    return (await this.openMany(ledger, [{ fieldName, sealed }]))[0];
  }

  /**
   * Like `open` for each field, in the same order and one round trip; each subject's key is unwrapped once.
   * @param on the caller's own transaction, where what is read must hold together
   */
  async openMany(ledger: string, fields: readonly NamedField[], on: Asked = this.dataSource): Promise<(string | undefined)[]> {
    if (fields.length === 0) return [];
    const keys = await this.keysOf(ledger, [...new Set(fields.map(({ sealed }) => sealed.subject))], on);
    return fields.map(({ fieldName, sealed }) => {
      const key = keys.get(sealed.subject);
      return key && open(key, { ledger, subject: sealed.subject, fieldName }, sealed);
    });
  }

  /**
   * HMAC-SHA-256 under the ledger's own fingerprint key, over `mal/fingerprint/v1`, ledger, purpose and text, framed: equal
   * texts are found again without being readable. The key outlives the people whose words it is used on, so a fingerprint of
   * something personal may only lie in a table that erasure clears, never in an event.
   * @param purpose what is compared, e.g. `request`: fingerprints for different purposes never match
   */
  async fingerprints(ledger: string, purpose: string, texts: readonly string[]): Promise<Buffer[]> {
    const key = await this.fingerprintKey(ledger);
    const of = (text: string) => framed('mal/fingerprint/v1', [uuidBytes(ledger), purpose, text]);
    return texts.map((text) => createHmac('sha256', key).update(of(text)).digest());
  }

  async fingerprint(ledger: string, purpose: string, text: string): Promise<Buffer> {
    return (await this.fingerprints(ledger, purpose, [text]))[0]!;
  }

  /**
   * 32 bytes that stand for a subject and lead back to nobody once its key is destroyed: HMAC-SHA-256 under that key.
   * @returns undefined when the key is gone already
   */
  async tagOf(ledger: string, purpose: string, subject: string, on?: Asked): Promise<Buffer | undefined> {
    const key = (await this.keysOf(ledger, [subject], on)).get(subject);
    return (
      key &&
      createHmac('sha256', key)
        .update(framed('mal/subject-tag/v1', [uuidBytes(ledger), purpose]))
        .digest()
    );
  }

  /** The keys themselves, unwrapped, for what is derived from them outside of sealed fields. Use them at once and keep none. */
  subjectKeys(ledger: string, subjects: readonly string[]): Promise<ReadonlyMap<string, Buffer>> {
    return this.keysOf(ledger, [...subjects]);
  }

  /** One heard of the subject again: its key is kept as long as a new one would be. */
  async extend(ledger: string, subject: string, kind: SubjectKind, now: Instant): Promise<void> {
    const until = endOf(this.lifetimes, kind, now);
    if (until) await keepUntil(this.dataSource, ledger, subject, until);
  }

  private async fingerprintKey(ledger: string): Promise<Buffer> {
    const kept = this.ledgerKeys.get(ledger) ?? (await this.findLedgerKey(ledger)) ?? (await this.makeLedgerKey(ledger));
    this.ledgerKeys.keep(ledger, kept);
    return this.unwrapped(ledger, kept);
  }

  private async findLedgerKey(ledger: string): Promise<WrappedKey | undefined> {
    const rows = await this.rowsOf(ledger, [ledger]);
    return rows.find(({ kind }) => kind === 'ledger');
  }

  /** Two programs may make it at once: the first row stands, and both read that one. */
  private async makeLedgerKey(ledger: string): Promise<WrappedKey> {
    const { current } = this.wrappingKeys;
    const wrapped = wrap(current, { ledger, subject: ledger, kind: 'ledger' }, randomBytes(keyBytes));
    await this.dataSource.query(
      `insert into subject_key (ledger_id, subject_id, kind, wrapped_key, wrapping_key_id, created_at)
       values ($1, $1, 'ledger', $2, $3, now()) on conflict do nothing`,
      [ledger, wrapped, current.id],
    );
    return (await this.findLedgerKey(ledger))!;
  }

  private async keysOf(ledger: string, subjects: string[], on?: Asked): Promise<Map<string, Buffer>> {
    const rows = await this.rowsOf(ledger, subjects, on);
    return new Map(rows.map((row) => [row.subject_id, this.unwrapped(ledger, row)]));
  }

  private unwrapped(ledger: string, { subject_id, kind, wrapped_key, wrapping_key_id }: WrappedKey): Buffer {
    return unwrap(this.wrappingKeys, { ledger, subject: subject_id, kind }, wrapped_key, wrapping_key_id);
  }

  private rowsOf(ledger: string, subjects: string[], on: Asked = this.dataSource): Promise<WrappedKey[]> {
    return on.query(
      'select subject_id, kind, wrapped_key, wrapping_key_id from subject_key where ledger_id = $1 and subject_id = any($2::uuid[])',
      [ledger, subjects],
    );
  }
}
