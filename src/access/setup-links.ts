import { timingSafeEqual } from 'node:crypto';
import { GoneException, Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { type Instant, addMinutes, instant } from '../domain/calendar.js';
import { Refusal } from '../domain/refusal.js';
import { CLOCK, type Clock } from '../event-store/tokens.js';
import { hashOf, isSecret, newSecret } from './secrets.js';

export const setupLinkMinutes = 30;

interface KeptLink {
  readonly token_hash: Buffer;
  readonly expires_at: Date;
  readonly claimed_at: Date | null;
}

/** The one-time link with which the first ledger is opened, so that nobody else on the network can claim the install. */
@Injectable()
export class SetupLinks {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** True until the first ledger is open. */
  async isNeeded(): Promise<boolean> {
    return !(await hasLedger(this.dataSource.manager));
  }

  /** @returns the token for a new link; the former one ends. @throws Refusal once a ledger is open */
  async issue(): Promise<string> {
    if (!(await this.isNeeded())) throw new Refusal('setup/ledger-is-open', 'A ledger is open on this host already. Sign in at /console.');
    const { text, hash } = newSecret();
    await this.dataSource.query(
      `insert into setup_link (token_hash, expires_at) values ($1, $2)
       on conflict (one) do update set token_hash = excluded.token_hash, expires_at = excluded.expires_at, claimed_at = null`,
      [hash, addMinutes(instant(this.clock()), setupLinkMinutes)],
    );
    return text;
  }

  /** Changes nothing: for the page that the link opens. @throws GoneException when the link does not open anything any more */
  check(token: string): Promise<void> {
    return this.checkIn(this.dataSource.manager, token);
  }

  /**
   * Uses the link up and does `work`, both or neither: the account is made in the same transaction, so that a crash cannot
   * cost the link.
   * @throws GoneException when it was used, has run out, was replaced, or a ledger is open
   */
  claim<T>(token: string, work: (database: EntityManager) => Promise<T>): Promise<T> {
    return this.dataSource.transaction(async (database) => {
      await this.checkIn(database, token, 'for update');
      await database.query('update setup_link set claimed_at = $1', [instant(this.clock())]);
      return work(database);
    });
  }

  private async checkIn(database: EntityManager, token: string, lock: 'for update' | '' = ''): Promise<void> {
    const [link] = await database.query<KeptLink[]>(`select token_hash, expires_at, claimed_at from setup_link ${lock}`);
    const now: Instant = instant(this.clock());
    const opens =
      link &&
      isSecret(token) &&
      timingSafeEqual(link.token_hash, hashOf(token)) &&
      link.claimed_at === null &&
      link.expires_at.toISOString() > now;
    if (!opens || (await hasLedger(database))) {
      throw new GoneException(
        'This link was used, has run out, or was replaced by a newer one. Make a new one with: npm run cli -- setup-link.',
      );
    }
  }
}

async function hasLedger(database: EntityManager): Promise<boolean> {
  const [answer] = await database.query<{ found: boolean }[]>('select exists (select from ledger) as found');
  return answer!.found;
}
