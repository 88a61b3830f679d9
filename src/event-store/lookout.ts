import { createHash } from 'node:crypto';
import pg from 'pg';
import { StoreUnavailable, isConnectionFault } from './faults.js';
import { appendedChannel, ledgerOfHint } from './hint.js';

const firstPauseMs = 250;
const longestPauseMs = 5_000;

/** What a lookout tells: a hint about one ledger, or that it may have missed some. */
export interface Watch {
  hinted(ledger: string): void;
  mayHaveMissed(): void;
}

/** One follower's turn in one ledger, held by this program alone for as long as the line lives. */
export interface Turn {
  readonly follower: string;
  readonly ledger: string;
  /**
   * Over the line that holds the turn, so that whoever lost it can move nothing.
   * @throws StoreUnavailable when it is gone
   */
  ask<Row extends object>(text: string, values: readonly unknown[]): Promise<Row[]>;
  letGo(): Promise<void>;
}

const doNothing = (): void => undefined;

/**
 * The one connection of a program that stays: it hears hints of all programs, and holds this program's turns as session locks.
 * It is never inside a PostgreSQL transaction while somebody acts, and comes back by itself.
 */
export class Lookout {
  private client?: pg.Client;
  private opening?: Promise<pg.Client>;
  private watch?: Watch;
  private retry?: NodeJS.Timeout;
  private pauseMs = firstPauseMs;
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: pg.ClientConfig) {}

  /** From now on hints are told, and a lost line is opened again. */
  watchFor(watch: Watch): void {
    this.watch = watch;
    this.reopen();
  }

  async close(): Promise<void> {
    this.watch = undefined;
    clearTimeout(this.retry);
    await this.last;
    const client = this.client ?? (await this.opening?.catch(() => undefined));
    this.client = undefined;
    await client?.end().catch(() => undefined);
  }

  /** Takes the turn; undefined when somebody has it. It ends with the line, whatever becomes of this program. */
  async take(follower: string, ledger: string): Promise<Turn | undefined> {
    const turn = turnOf(follower, ledger).toString();
    const client = this.client ?? (await this.open());
    const ask = <Row extends object>(text: string, values: readonly unknown[]) => this.inTurn(() => this.answer<Row>(client, text, values));
    const [row] = await ask<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [turn]);
    if (!row!.mine) return undefined;
    const letGo = () => ask('select pg_advisory_unlock($1)', [turn]).then(doNothing, doNothing);
    return { follower, ledger, ask, letGo };
  }

  /** One question after another. */
  private inTurn<T>(question: () => Promise<T>): Promise<T> {
    const mine = this.last.then(question);
    this.last = mine.catch(doNothing);
    return mine;
  }

  private async answer<Row extends object>(client: pg.Client, text: string, values: readonly unknown[]): Promise<Row[]> {
    if (client !== this.client) throw new StoreUnavailable({ cause: new Error('The line that held the turn is gone.') });
    try {
      return (await client.query<Row>(text, [...values])).rows;
    } catch (error) {
      if (!isConnectionFault(error)) throw error;
      this.lose(client);
      throw new StoreUnavailable({ cause: error });
    }
  }

  private open(): Promise<pg.Client> {
    this.opening ??= this.connected().finally(() => {
      this.opening = undefined;
    });
    return this.opening;
  }

  private async connected(): Promise<pg.Client> {
    const client = new pg.Client(this.options);
    client.on('error', () => this.lose(client));
    client.on('end', () => this.lose(client));
    client.on('notification', ({ payload }) => {
      const ledger = ledgerOfHint(payload);
      if (ledger) this.watch?.hinted(ledger);
    });
    try {
      await client.connect();
      await client.query(`listen ${appendedChannel}`);
    } catch (error) {
      await client.end().catch(() => undefined);
      throw isConnectionFault(error) ? new StoreUnavailable({ cause: error }) : error;
    }
    this.client = client;
    this.pauseMs = firstPauseMs;
    this.watch?.mayHaveMissed();
    return client;
  }

  private lose(client: pg.Client): void {
    if (this.client !== client) return;
    this.client = undefined;
    void client.end().catch(() => undefined);
    this.reopen();
  }

  private reopen(): void {
    clearTimeout(this.retry);
    if (!this.watch || this.client) return;
    this.open().catch(() => {
      this.retry = setTimeout(() => this.reopen(), this.pauseMs);
      this.retry.unref();
      this.pauseMs = Math.min(this.pauseMs * 2, longestPauseMs);
    });
  }
}

/** The session lock behind one follower's turn in one ledger. Two turns may share one: they only wait. */
export const turnOf = (follower: string, ledger: string): bigint =>
  createHash('sha256').update(`mal/follower-turn/v1\n${follower}\n${ledger}`).digest().readBigInt64BE(0);
