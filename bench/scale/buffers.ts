import pg from 'pg';
import { OneTrip } from '../../src/event-store/one-trip.js';

interface Plan {
  readonly 'Node Type': string;
  readonly 'Shared Hit Blocks'?: number;
  readonly 'Shared Read Blocks'?: number;
  readonly Plans?: readonly Plan[];
}
type Explained = readonly [{ readonly Plan: Plan }];

/**
 * How many pages of tables and indexes an act touches, found or fetched: each of its statements is first run under
 * `explain (analyze, buffers)` in its own place, on its own connection, and undone; then as it is.
 */
export async function buffersTouched(act: () => Promise<unknown>): Promise<number> {
  const listening = new Listening();
  try {
    await act();
  } finally {
    listening.end();
  }
  if (listening.touched === 0) throw new Error('Not one statement of this act could be explained.');
  return listening.touched;
}

type Query = (this: pg.Client, ...given: unknown[]) => unknown;
interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

class Listening {
  touched = 0;
  private readonly begun = new WeakSet<pg.Client>();
  private readonly original = pg.Client.prototype.query as Query;

  constructor() {
    const ask = (client: pg.Client, given: unknown[]) => this.ask(client, given);
    pg.Client.prototype.query = function (this: pg.Client, ...given: unknown[]) {
      return ask(this, given);
    } as typeof pg.Client.prototype.query;
  }

  end(): void {
    pg.Client.prototype.query = this.original as typeof pg.Client.prototype.query;
  }

  private ask(client: pg.Client, given: unknown[]): unknown {
    if (given[0] instanceof OneTrip) {
      void this.explain(client, given[0].statements).then(() => this.original.apply(client, given));
      return given[0];
    }
    const statement = statementOf(given);
    if (!statement || !/^\s*(select|with|insert|update|delete)\b/i.test(statement.text)) {
      if (statement) this.noteBounds(client, statement.text);
      return this.original.apply(client, given);
    }
    const explained = this.explain(client, [statement]);
    const answer = given.at(-1);
    if (typeof answer !== 'function') return explained.then(() => this.original.apply(client, given));
    explained.then(() => this.original.apply(client, given), answer as (error: unknown) => void);
  }

  private noteBounds(client: pg.Client, text: string): void {
    if (/^\s*(begin|start)\b/i.test(text)) this.begun.add(client);
    else if (/^\s*(commit|rollback(?!\s+to))\b/i.test(text)) this.begun.delete(client);
  }

  /** One after another, each on what those before it have done; then all of it is undone. */
  private async explain(client: pg.Client, statements: readonly Statement[]): Promise<void> {
    const isBegun = this.begun.has(client);
    const run = (sql: string, given?: readonly unknown[]) => this.original.call(client, sql, given) as Promise<pg.QueryResult>;
    await run(isBegun ? 'savepoint explained' : 'begin');
    for (const { text, values } of statements) {
      const { rows } = await run(`explain (analyze, buffers, format json) ${text}`, values);
      const [{ Plan }] = (rows[0] as { 'QUERY PLAN': Explained })['QUERY PLAN'];
      this.touched += touchedBy(Plan);
    }
    await run(isBegun ? 'rollback to savepoint explained; release savepoint explained' : 'rollback');
  }
}

function statementOf([first, second]: unknown[]): Statement | undefined {
  if (typeof first === 'string') return { text: first, values: Array.isArray(second) ? second : [] };
  const { text, values } = (first ?? {}) as Partial<Statement>;
  return typeof text === 'string' ? { text, values: values ?? (Array.isArray(second) ? second : []) } : undefined;
}

/**
 * A node counts what its children touched as well, if they are asked through it; an arm that only writes stands below and is counted
 * nowhere else; and who scans an arm's rows counts all of that arm once more.
 */
function touchedBy(plan: Plan): number {
  if (plan['Node Type'] === 'CTE Scan') return 0;
  const below = (plan.Plans ?? []).reduce((sum, each) => sum + within(each), 0);
  return Math.max(within(plan) - below, 0) + (plan.Plans ?? []).reduce((sum, each) => sum + touchedBy(each), 0);
}

const within = (plan: Plan): number => (plan['Shared Hit Blocks'] ?? 0) + (plan['Shared Read Blocks'] ?? 0);
