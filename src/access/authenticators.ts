import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { instant } from '../domain/calendar.js';
import { invalid } from '../domain/refusal.js';
import { CLOCK, type Clock } from '../event-store/tokens.js';
import { WRAPPING_KEYS } from '../vault/tokens.js';
import { type KeyOwner, type WrappingKeys, unwrap, wrap } from '../vault/wrapping-key.js';
import { stepFor } from './one-time-codes.js';

interface Kept {
  readonly wrapped_key: Buffer;
  readonly wrapping_key_id: string;
  readonly confirmed_at: Date | null;
  readonly last_step: string;
}

/** 160 bits, as RFC 4226 recommends: the first of the 32 bytes that are kept. */
const secretBytes = 20;

/** Apps that show codes. One of a person; its secret lies wrapped, and under a new wrapping key with all the others. */
@Injectable()
export class Authenticators {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(WRAPPING_KEYS) private readonly keys: WrappingKeys,
  ) {}

  /** Whether a code is asked for beside the password. */
  async isOn(accountId: string): Promise<boolean> {
    return Boolean((await this.kept(accountId))?.confirmed_at);
  }

  /** A new secret, to be typed into the app; it counts from its first right code on, and until then the former one does not either. */
  async begin(accountId: string): Promise<Buffer> {
    if (await this.isOn(accountId)) throw invalid('code', 'Codes are asked for already. Turn them off before you set up another app.');
    const { current } = this.keys;
    const key = randomBytes(32);
    await this.dataSource.query(
      `insert into authenticator (account_id, wrapped_key, wrapping_key_id, made_at) values ($1, $2, $3, $4)
       on conflict (account_id) do update set wrapped_key = excluded.wrapped_key, wrapping_key_id = excluded.wrapping_key_id,
         made_at = excluded.made_at, last_step = 0 where authenticator.confirmed_at is null`,
      [accountId, wrap(current, ownerOf(accountId), key), current.id, instant(this.clock())],
    );
    return key.subarray(0, secretBytes);
  }

  /** The secret that waits for its first code; the same again, so that a mistyped code costs nothing. */
  async waiting(accountId: string): Promise<Buffer | undefined> {
    const kept = await this.kept(accountId);
    return kept && kept.confirmed_at === null ? this.secretOf(accountId, kept) : undefined;
  }

  /** True for the first right code: from now on one is asked for. */
  async confirm(accountId: string, typed: string): Promise<boolean> {
    if (!(await this.take(accountId, typed, 'waiting'))) return false;
    await this.dataSource.query('update authenticator set confirmed_at = $2 where account_id = $1', [accountId, instant(this.clock())]);
    return true;
  }

  /** True for a right code that was not used before. */
  isRight(accountId: string, typed: string): Promise<boolean> {
    return this.take(accountId, typed, 'on');
  }

  async end(accountId: string): Promise<void> {
    await this.dataSource.query('delete from authenticator where account_id = $1', [accountId]);
  }

  /** Of two who show the same code at once, one gets in. */
  private async take(accountId: string, typed: string, which: 'waiting' | 'on'): Promise<boolean> {
    const kept = await this.kept(accountId);
    if (!kept || (kept.confirmed_at === null) !== (which === 'waiting')) return false;
    const step = stepFor(this.secretOf(accountId, kept), typed.replace(/\s/g, ''), this.clock(), Number(kept.last_step));
    if (step === undefined) return false;
    const [, taken] = await this.dataSource.query<[unknown, number]>(
      'update authenticator set last_step = $2 where account_id = $1 and last_step < $2',
      [accountId, step],
    );
    return taken === 1;
  }

  private async kept(accountId: string): Promise<Kept | undefined> {
    const [row] = await this.dataSource.query<Kept[]>(
      'select wrapped_key, wrapping_key_id, confirmed_at, last_step from authenticator where account_id = $1',
      [accountId],
    );
    return row;
  }

  private secretOf(accountId: string, { wrapped_key, wrapping_key_id }: Kept): Buffer {
    return unwrap(this.keys, ownerOf(accountId), wrapped_key, wrapping_key_id).subarray(0, secretBytes);
  }
}

/** An account stands in both places: it belongs to no ledger. */
const ownerOf = (accountId: string): KeyOwner => ({ ledger: accountId, subject: accountId, kind: 'authenticator' });
