import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { EventBus, ofType } from '@nestjs/cqrs';
import { InjectDataSource } from '@nestjs/typeorm';
import type { Pool, PoolClient } from 'pg';
import type { Subscription } from 'rxjs';
import type { DataSource } from 'typeorm';
import { borrowing } from './borrowing.js';
import { EventReader } from './event-reader.js';
import { StoreUnavailable } from './faults.js';
import { FOLLOWERS, type Follower } from './follower.js';
import { Appended } from './hint.js';
import type { RecordedEvent } from './recorded.js';

const pollMs = 5_000;
const pageSize = 200;

/**
 * Carries every follower forward: woken by the hint after a commit of what they follow, and by a slow poll
 * for what the hint lost. The cursor's
 * row is locked while a follower acts, so of several processes one works and the others pass by. An event that cannot be
 * acted on stops that follower for that ledger, is named in the log, and is tried again at the next poll.
 */
@Injectable()
export class Following implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly log = new Logger('Following');
  private subscription?: Subscription;
  private timer?: NodeJS.Timeout;
  private running?: Promise<void>;
  private again = false;
  private stopped = false;

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(FOLLOWERS) private readonly followers: readonly Follower[],
    private readonly reader: EventReader,
    private readonly hints: EventBus,
  ) {}

  onApplicationBootstrap(): void {
    this.subscription = this.hints.pipe(ofType(Appended)).subscribe(({ types }) => {
      if (this.followers.some((follower) => follower.types.some((type) => types.includes(type)))) this.wake();
    });
    this.timer = setInterval(() => this.wake(), pollMs);
    this.timer.unref();
    this.wake();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    this.subscription?.unsubscribe();
    clearInterval(this.timer);
    await this.running;
  }

  wake(): void {
    if (this.stopped) return;
    if (this.running) {
      this.again = true;
      return;
    }
    this.running = this.catchUp()
      .catch((error: unknown) => this.log.warn(`Followers could not read the books and will try again: ${reasonOf(error)}`))
      .finally(() => {
        this.running = undefined;
        if (this.again) {
          this.again = false;
          this.wake();
        }
      });
  }

  /** Until nobody is behind, or those who are cannot go on. */
  async catchUp(): Promise<void> {
    for (const follower of this.followers) {
      for (const ledger of await this.behind(follower)) {
        while (!this.stopped && (await this.step(follower, ledger))) {
          /* the next page */
        }
      }
    }
  }

  private async behind(follower: Follower): Promise<string[]> {
    const { rows } = await this.pool.query<{ ledger_id: string }>(
      `select h.ledger_id from ledger_head h left join follower_cursor c on c.ledger_id = h.ledger_id and c.follower = $1
       where h.position > coalesce(c.position, 0)`,
      [follower.name],
    );
    return rows.map(({ ledger_id }) => ledger_id);
  }

  /** One page under the cursor's lock. True when there may be more. Books that cannot be read stop this follower here, and no other. */
  private async step(follower: Follower, ledger: string): Promise<boolean> {
    try {
      return await borrowing(this.pool, async (client) => {
        await client.query('insert into follower_cursor (ledger_id, follower, position) values ($1, $2, 0) on conflict do nothing', [
          ledger,
          follower.name,
        ]);
        await client.query('begin');
        const position = await lockCursor(client, follower.name, ledger);
        const hasMore = position !== undefined && (await this.actOnPage(client, follower, ledger, position));
        await client.query('commit');
        return hasMore;
      });
    } catch (error) {
      if (error instanceof StoreUnavailable) throw error;
      this.log.error(`${follower.name} cannot read ledger ${ledger} and stands still there: ${reasonOf(error)}`);
      return false;
    }
  }

  /** The cursor moves after each act, so that its session is never idle for longer than one act takes. */
  private async actOnPage(client: PoolClient, follower: Follower, ledger: string, from: bigint): Promise<boolean> {
    const page = await this.reader.page(ledger, from, pageSize, client);
    const reach = (position: bigint) =>
      client.query('update follower_cursor set position = $3 where ledger_id = $1 and follower = $2', [
        ledger,
        follower.name,
        position.toString(),
      ]);
    let reached = from;
    for (const event of page) {
      if (follower.types.includes(event.type)) {
        if (!(await this.hasActed(follower, event))) {
          await reach(reached);
          return false;
        }
        await reach(event.position);
      }
      reached = event.position;
    }
    if (reached > from) await reach(reached);
    return page.length === pageSize;
  }

  private async hasActed(follower: Follower, event: RecordedEvent): Promise<boolean> {
    try {
      await follower.act(event);
      return true;
    } catch (error) {
      this.log.error(
        `${follower.name} stopped before event ${event.position} (${event.type}) of ledger ${event.ledger}: ${reasonOf(error)}`,
      );
      return false;
    }
  }

  private get pool(): Pool {
    return (this.dataSource.driver as unknown as { master: Pool }).master;
  }
}

async function lockCursor(client: PoolClient, follower: string, ledger: string): Promise<bigint | undefined> {
  const { rows } = await client.query<{ position: string }>(
    'select position from follower_cursor where ledger_id = $1 and follower = $2 for update skip locked',
    [ledger, follower],
  );
  return rows[0] && BigInt(rows[0].position);
}

/** Never the message: it may quote what somebody wrote. */
function reasonOf(error: unknown): string {
  const { name = typeof error, code } = (error ?? {}) as { name?: string; code?: unknown };
  return typeof code === 'string' ? `${name} ${code}` : name;
}
