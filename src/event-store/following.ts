import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { EventBus, ofType } from '@nestjs/cqrs';
import { InjectDataSource } from '@nestjs/typeorm';
import type { ClientConfig, Pool } from 'pg';
import type { Subscription } from 'rxjs';
import type { DataSource } from 'typeorm';
import { forTheHost, inLedger } from '../database/rows-in-sight.js';
import { EventReader } from './event-reader.js';
import { FOLLOWERS, type Follower } from './follower.js';
import { FollowerStep } from './follower-step.js';
import { Appended, HintsMissed } from './hint.js';
import { Lookout } from './lookout.js';
import { reasonOf } from './standstill.js';
import { type Due, TurnQueue } from './turn-queue.js';

const pollMs = 5_000;
/** Hints of other programs are gathered for so long: a busy ledger sends many. */
const gatherMs = 50;
/** Turns at a time, so that one that takes long holds up nobody else. */
const lanes = 4;

/**
 * Carries every follower forward: woken by the hint after a commit of what they follow, here or in another program, and by a slow
 * poll for what hints lost; what another program tells is told on to this one. Of several programs one acts for a follower in a ledger, and the others pass by. Ledgers take turns,
 * a page each. A follower that cannot act stands still in that ledger alone, is named in the log and in `follower_stop`, and tries
 * again, ever more slowly.
 */
@Injectable()
export class Following implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly log = new Logger('Following');
  private readonly queue = new TurnQueue();
  private readonly hinted = new Set<string>();
  private lookoutKept?: Lookout;
  private subscription?: Subscription;
  private poll?: NodeJS.Timeout;
  private gathering?: NodeJS.Timeout;
  private draining?: Promise<void>;
  private watching = false;
  private stopped = false;

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(FOLLOWERS) private readonly followers: readonly Follower[],
    private readonly reader: EventReader,
    private readonly hints: EventBus,
  ) {}

  onApplicationBootstrap(): void {
    this.watching = true;
    this.subscription = this.hints.pipe(ofType(Appended)).subscribe(({ ledger, types }) => {
      const woken = this.followers.filter((follower) => follower.types.some((type) => types.includes(type)));
      this.begin(woken.map((follower) => ({ follower, ledger, now: false })));
    });
    this.lookout.watchFor({ hinted: (ledger) => this.gather(ledger), mayHaveMissed: () => this.lookAgain() });
    this.poll = setInterval(() => this.wake(), pollMs);
    this.poll.unref();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    this.subscription?.unsubscribe();
    clearInterval(this.poll);
    clearTimeout(this.gathering);
    await this.draining?.catch(() => undefined);
    await this.lookoutKept?.close();
  }

  /** Looks for whoever is behind, in the background. */
  wake(): void {
    forTheHost(() => this.behind(false))
      .then((due) => this.begin(due))
      .catch((error: unknown) => this.tell(error));
  }

  /** Until nobody is behind, or those who are cannot go on. Who stands still is tried now, and not only when the time has come. */
  async catchUp(): Promise<void> {
    for (const due of await this.behind(true)) this.queue.add(due);
    try {
      await this.drain();
    } finally {
      if (!this.watching) await this.lookout.close();
    }
  }

  private lookAgain(): void {
    this.wake();
    this.hints.publish(new HintsMissed());
  }

  private gather(ledger: string): void {
    this.hinted.add(ledger);
    if (this.stopped) return;
    this.gathering ??= setTimeout(() => {
      this.gathering = undefined;
      for (const each of this.hinted) this.hints.publish(new Appended(each, []));
      const due = [...this.hinted].flatMap((each) => this.followers.map((follower) => ({ follower, ledger: each, now: false })));
      this.hinted.clear();
      this.begin(due);
    }, gatherMs);
    this.gathering.unref();
  }

  private begin(all: readonly Due[]): void {
    if (this.stopped || all.length === 0) return;
    for (const due of all) this.queue.add(due);
    this.drain().catch((error: unknown) => this.tell(error));
  }

  private drain(): Promise<void> {
    this.draining ??= forTheHost(() => this.through()).finally(() => {
      this.draining = undefined;
    });
    return this.draining;
  }

  /** A line or server that is gone ends all lanes: the next poll, or the lookout once it is back, begins anew. */
  private async through(): Promise<void> {
    const ends = await Promise.allSettled(Array.from({ length: lanes }, () => this.lane()));
    const broken = ends.find((end) => end.status === 'rejected');
    if (!broken) return;
    this.queue.clear();
    throw broken.reason;
  }

  private async lane(): Promise<void> {
    const step = new FollowerStep(this.lookout, this.reader, this.log);
    for (let due = this.queue.take(); due && !this.stopped; due = this.queue.take()) {
      try {
        if (await inLedger(due.ledger, () => step.take(due))) this.queue.add({ ...due, now: false });
      } finally {
        this.queue.done(due);
      }
    }
  }

  private async behind(now: boolean): Promise<Due[]> {
    const { rows } = await this.pool.query<{ follower: string; ledger: string }>(
      `select f.name as follower, h.ledger_id as ledger from unnest($1::text[]) f (name) cross join ledger_head h
         left join follower_cursor c on c.ledger_id = h.ledger_id and c.follower = f.name
         left join follower_stop s on s.ledger_id = h.ledger_id and s.follower = f.name
       where h.position > coalesce(c.position, 0) and ($2 or s.next_try_at is null or s.next_try_at <= now())`,
      [this.followers.map(({ name }) => name), now],
    );
    const named = new Map(this.followers.map((follower) => [follower.name, follower]));
    return rows.map(({ follower, ledger }) => ({ follower: named.get(follower)!, ledger, now }));
  }

  private tell(error: unknown): void {
    if (!this.stopped) this.log.warn(`Followers could not read the books and will try again: ${reasonOf(error)}`);
  }

  private get lookout(): Lookout {
    this.lookoutKept ??= new Lookout(this.pool.options as ClientConfig);
    return this.lookoutKept;
  }

  private get pool(): Pool {
    return (this.dataSource.driver as unknown as { master: Pool }).master;
  }
}
