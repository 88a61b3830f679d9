import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { type Departures, PAYPAL_PER_MINUTE, type PaceStanding, type PacedCall, departure, heldBack, placeTaken } from '../domain/pace.js';

/** Locks the line until the end of the transaction. */
const lineSql = `
  insert into paypal_pace as p (ledger_id, kind) values ($1, $2)
  on conflict (ledger_id, kind) do update set kind = excluded.kind
  returning extract(epoch from p.free_at) * 1000 as free, extract(epoch from p.held_until) * 1000 as held, p.sent_away as away,
    extract(epoch from clock_timestamp()) * 1000 as now`;

const keepSql = `
  update paypal_pace set free_at = to_timestamp($3::float8 / 1000), held_until = to_timestamp($4::float8 / 1000), sent_away = $5
  where ledger_id = $1 and kind = $2`;

/** Locks the line as well. */
const departedSql = `
  insert into paypal_pace as p (ledger_id, kind) values ($1, $2)
  on conflict (ledger_id, kind) do update set kind = excluded.kind
  returning p.departed, extract(epoch from clock_timestamp()) * 1000 as now`;

const departSql = 'update paypal_pace set departed = $3::jsonb where ledger_id = $1 and kind = $2';

/** Who may still not leave after this comes again. */
const longestAtTheDoorMs = 8000;

const letOnSql = 'update paypal_pace set sent_away = 0 where ledger_id = $1 and kind = $2 and sent_away > 0';

/** As long as this one stands in the line, holding up a worker; who would stand longer comes again. */
const longestStandMs: Readonly<Record<PacedCall, number>> = { payout: 10_000, question: 500 };
const comeAgainWithinMs = 10_000;

/** What a call came to, as far as the pace minds. */
export interface EndOfCall {
  readonly because?: string;
  readonly afterSeconds?: number;
}

/**
 * Lets calls to PayPal leave one by one, no more in a minute than was agreed. The line is kept by the database and its
 * clock: it is one for all programs, whatever the queue loses or repeats.
 */
@Injectable()
export class PayoutPace {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(PAYPAL_PER_MINUTE) private readonly perMinute: number,
  ) {}

  /** Waits for one's turn. @returns undefined when it has come; in how many seconds to come again where the line is too long */
  async turn(ledger: string, kind: PacedCall): Promise<number | undefined> {
    const waitMs = await this.inLine(ledger, kind, (standing, nowMs) => {
      const place = placeTaken(standing, this.perMinute, nowMs);
      const leftMs = place.atMs - nowMs;
      return leftMs > longestStandMs[kind] ? { standing, told: leftMs } : { standing: place.standing, told: leftMs };
    });
    if (waitMs > longestStandMs[kind]) return Math.ceil(waitMs + randomInt(comeAgainWithinMs)) / 1000;
    await sleep(waitMs);
    return undefined;
  }

  /** The last thing before a payout's call leaves. @returns false where it would have to wait too long: then it does not leave */
  async leaves(ledger: string): Promise<boolean> {
    for (let waitedMs = 0; ; ) {
      const waitMs = await this.departing(ledger);
      if (waitMs === undefined) return true;
      waitedMs += waitMs;
      if (waitedMs > longestAtTheDoorMs) return false;
      await sleep(waitMs);
    }
  }

  /** @returns undefined once it is counted among those that left; else how long to wait */
  private departing(ledger: string): Promise<number | undefined> {
    return this.dataSource.transaction(async (database: EntityManager) => {
      const [line] = await database.query<{ departed: Departures; now: string }[]>(departedSql, [ledger, 'payout']);
      const decided = departure(line!.departed, this.perMinute, Number(line!.now));
      if ('waitMs' in decided) return decided.waitMs;
      await database.query(departSql, [ledger, 'payout', JSON.stringify(decided.departed)]);
      return undefined;
    });
  }

  /** What PayPal said to being asked so often. */
  async ended(ledger: string, kind: PacedCall, { because, afterSeconds }: EndOfCall): Promise<void> {
    if (because !== 'too-many') {
      await this.dataSource.query(letOnSql, [ledger, kind]);
      return;
    }
    const asked = afterSeconds === undefined ? {} : { afterSeconds };
    await this.inLine(ledger, kind, (standing, nowMs) => ({
      standing: heldBack(standing, { nowMs, chance: randomInt(1000) / 1000, ...asked }),
      told: undefined,
    }));
  }

  private inLine<T>(
    ledger: string,
    kind: PacedCall,
    decide: (standing: PaceStanding, nowMs: number) => { readonly standing: PaceStanding; readonly told: T },
  ): Promise<T> {
    return this.dataSource.transaction(async (database: EntityManager) => {
      const [line] = await database.query<Record<'free' | 'held' | 'away' | 'now', string>[]>(lineSql, [ledger, kind]);
      const { free, held, away, now } = line!;
      const before = { freeAtMs: Number(free), heldUntilMs: Number(held), sentAway: Number(away) };
      const { standing, told } = decide(before, Number(now));
      if (standing !== before) await database.query(keepSql, [ledger, kind, standing.freeAtMs, standing.heldUntilMs, standing.sentAway]);
      return told;
    });
  }
}
