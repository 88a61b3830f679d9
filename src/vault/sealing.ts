import { v7 } from 'uuid';
import { type Instant, millisOf } from '../domain/calendar.js';
import { Refusal } from '../domain/refusal.js';
import type { Sealed } from '../domain/sealed.js';
import { keyBytes, nonceBytes } from './aes-gcm.js';
import { type Lifetimes, endOf } from './lifetimes.js';
import { DrawnBytes } from './drawn-bytes.js';
import { fieldIdBytes, seal } from './seal.js';
import { SubjectKeyRow, type SubjectKind } from './subject-key.row.js';
import { type WrappingKey, wrap } from './wrapping-key.js';

/** Random bytes of an id, of which a UUIDv7 keeps 74 bits. */
const uuidBytes = 16;

/** Reads one subject's key; undefined when it is destroyed. */
export type FindKey = (subject: string) => Promise<Buffer | undefined>;

/**
 * Seals the fields of one command. Keys that it makes exist nowhere but here until the event store writes `newKeys` in the
 * transaction of the events: no event without its key, no key without its event. Thrown away after the command.
 */
export class Sealing {
  /** Rows for the event store to write beside the events. */
  readonly newKeys: SubjectKeyRow[] = [];
  readonly #keys = new Map<string, Buffer>();
  readonly #random = new DrawnBytes();

  constructor(
    readonly ledger: string,
    private readonly wrappingKey: WrappingKey,
    private readonly findKey: FindKey,
    private readonly lifetimes: Lifetimes = {},
  ) {}

  /** Makes a key of its own for a new subject, kept as long as its kind unless said otherwise. @returns the subject's id, a UUIDv7 whose time is `now` */
  newSubject(kind: SubjectKind, { now, expiresAt }: { readonly now: Instant; readonly expiresAt?: Instant }): string {
    const subject = v7({ msecs: millisOf(now), random: this.#random.take(uuidBytes) });
    const key = this.#random.take(keyBytes);
    this.#keys.set(subject, key);
    this.newKeys.push(
      Object.assign(new SubjectKeyRow(), {
        ledgerId: this.ledger,
        subjectId: subject,
        kind,
        wrappedKey: wrap(this.wrappingKey, { ledger: this.ledger, subject, kind }, key, this.#random.take(nonceBytes)),
        wrappingKeyId: this.wrappingKey.id,
        createdAt: now,
        expiresAt: expiresAt ?? endOf(this.lifetimes, kind, now) ?? null,
      }),
    );
    return subject;
  }

  /**
   * Fetches the key of a subject that is already known, so that more of its fields can be sealed.
   * @throws Refusal `vault/key-destroyed` once the subject was erased or its details expired
   */
  async use(subject: string): Promise<void> {
    if (this.#keys.has(subject)) return;
    const key = await this.findKey(subject);
    if (!key) throw new Refusal('vault/key-destroyed', 'These details were erased or have expired. Note the person anew.');
    this.#keys.set(subject, key);
  }

  /** @throws InvalidInput when the text has no UTF-8 */
  seal(subject: string, fieldName: string, text: string): Sealed {
    const key = this.#keys.get(subject);
    if (!key) throw new Error(`${fieldName} cannot be sealed: call newSubject or use for ${subject} first.`);
    const noise = { fieldId: this.#random.take(fieldIdBytes), nonce: this.#random.take(nonceBytes) };
    return seal(key, { ledger: this.ledger, subject, fieldName }, text, noise);
  }
}
