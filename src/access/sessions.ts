import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { addDays, instant } from '../domain/calendar.js';
import { newId } from '../event-store/ids.js';
import { CLOCK, type Clock } from '../event-store/tokens.js';
import { Recent } from './recent.js';
import { hashOf, isSecret, newSecret } from './secrets.js';
import { SessionRow } from './session.row.js';

/** A session that is not used for so long is over. */
export const sessionDays = 30;
/** How long a form may be on its way that was pressed a second time. */
const secondPressMs = 60_000;

/**
 * Who is signed in, and where. The browser holds the token, the database its hash. A session ended in another program of the
 * same host is refused here within five seconds.
 */
@Injectable()
export class Sessions {
  private readonly recent = new Recent<SessionRow>();

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @returns the token for the browser's cookie; it is not kept anywhere else */
  async begin(accountId: string): Promise<string> {
    const { text, hash } = newSecret();
    await this.dataSource.manager.insert(SessionRow, {
      sessionId: newId(this.clock),
      accountId,
      tokenHash: hash,
      madeAt: instant(this.clock()),
      confirmedAt: instant(this.clock()),
      ...this.usedNow(),
    });
    return text;
  }

  /** Also moves its end, once a day. */
  async find(token: string | undefined): Promise<SessionRow | undefined> {
    if (!isSecret(token)) return undefined;
    const tokenHash = hashOf(token);
    const key = tokenHash.toString('hex');
    const session = await this.recent.of(
      key,
      async () => (await this.dataSource.manager.findOneBy(SessionRow, { tokenHash })) ?? undefined,
    );
    if (!session || session.expiresAt <= instant(this.clock())) return undefined;
    const used = this.usedNow();
    if (session.lastUsedOn >= used.lastUsedOn) return session;
    const { affected } = await this.dataSource.manager.update(SessionRow, { sessionId: session.sessionId }, used);
    this.recent.forget(key);
    return affected === 1 ? Object.assign(session, used) : undefined;
  }

  /** The account's sessions that still stand, the one used last first. */
  async ofAccount(accountId: string): Promise<SessionRow[]> {
    const all = await this.dataSource.manager.find(SessionRow, { where: { accountId }, order: { lastUsedOn: 'desc', madeAt: 'desc' } });
    return all.filter(({ expiresAt }) => expiresAt > instant(this.clock()));
  }

  /** It goes on under another token. This one is good for as long as a second press of the same form may take. */
  async endSoon(accountId: string, sessionId: string): Promise<void> {
    await this.dataSource.manager.update(SessionRow, { accountId, sessionId }, { expiresAt: instant(this.clock() + secondPressMs) });
    this.recent.forgetAll();
  }

  /** Whoever changes how they sign in ends all that was begun the old way, but where they are. */
  async endOthers(accountId: string, sessionId: string): Promise<void> {
    await this.dataSource.query('delete from session where account_id = $1 and session_id <> $2', [accountId, sessionId]);
    this.recent.forgetAll();
  }

  /** Ends one session of this account; one of somebody else stands. */
  async end(accountId: string, sessionId: string): Promise<void> {
    await this.dataSource.manager.delete(SessionRow, { accountId, sessionId });
    this.recent.forgetAll();
  }

  /** Takes away what is over, steps of signing in too, for the upkeep. */
  async sweep(): Promise<void> {
    const now = instant(this.clock());
    await this.dataSource.query('delete from session where expires_at <= $1', [now]);
    await this.dataSource.query('delete from sign_in_step where expires_at <= $1', [now]);
  }

  private usedNow(): Pick<SessionRow, 'lastUsedOn' | 'expiresAt'> {
    const now = instant(this.clock());
    return { lastUsedOn: now.slice(0, 10), expiresAt: addDays(now, sessionDays) };
  }
}
