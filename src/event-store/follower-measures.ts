import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { FOLLOWERS, type Follower } from './follower.js';
import { Measures, type Sample } from './measures.js';
import { CLOCK, type Clock } from './tokens.js';

interface Lag {
  readonly follower: string;
  readonly most: string;
  readonly all: string;
  readonly oldest: Date | null;
  readonly stopped: number;
}

/** How far the followers are behind, over all ledgers together: no ledger is told apart. */
@Injectable()
export class FollowerMeasures implements OnApplicationBootstrap {
  private asked?: Promise<Lag[]>;

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(FOLLOWERS) private readonly followers: readonly Follower[],
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly measures: Measures,
  ) {}

  onApplicationBootstrap(): void {
    const perFollower = (value: (lag: Lag) => number) => async (): Promise<Sample[]> =>
      (await this.lags()).map((lag) => ({ labels: { follower: lag.follower }, value: value(lag) }));
    this.measures.gauge(
      'mal_follower_lag_events_max',
      'Events a follower has not passed yet, in the ledger where it is furthest behind',
      perFollower(({ most }) => Number(most)),
    );
    this.measures.gauge(
      'mal_follower_lag_events_sum',
      'Events a follower has not passed yet, in all ledgers',
      perFollower(({ all }) => Number(all)),
    );
    this.measures.gauge(
      'mal_follower_lag_seconds_max',
      'Age of the oldest event that a follower has not passed yet',
      perFollower(({ oldest }) => this.age(oldest)),
    );
    this.measures.gauge(
      'mal_followers_stopped',
      'Ledgers in which a follower stands still before an event',
      perFollower(({ stopped }) => stopped),
    );
    this.measures.gauge('mal_events', 'Events in the books of all ledgers', () =>
      this.one('select coalesce(sum(position), 0) as value from ledger_head'),
    );
    this.measures.gauge('mal_ledgers', 'Ledgers that are open here', () => this.one('select count(*) as value from ledger_head'));
  }

  /** One question for the measures that are read together. */
  private lags(): Promise<Lag[]> {
    this.asked ??= this.dataSource.query(lagSql, [this.followers.map(({ name }) => name)]).finally(() => {
      this.asked = undefined;
    });
    return this.asked!;
  }

  private async one(sql: string): Promise<Sample[]> {
    const [row]: { value: string }[] = await this.dataSource.query(sql);
    return [{ value: Number(row!.value) }];
  }

  private age(oldest: Date | null): number {
    return oldest === null ? 0 : Math.max(0, (this.clock() - oldest.getTime()) / 1000);
  }
}

const lagSql = `
  select f.name as follower, coalesce(max(h.position - c.at), 0) as most, coalesce(sum(h.position - c.at), 0) as all, min(e.recorded_at) as oldest,
    (select count(*)::int from follower_stop s where s.follower = f.name) as stopped
  from unnest($1::text[]) f (name) left join ledger_head h on true
    left join lateral (select coalesce(max(position), 0) as at from follower_cursor where ledger_id = h.ledger_id and follower = f.name) c on true
    left join event e on e.ledger_id = h.ledger_id and e.position = c.at + 1
  group by f.name order by f.name`;
