import pg from 'pg';
import { ofTheHost, rowsInSight } from './rows-in-sight.js';

type Ask = (...given: unknown[]) => unknown;

/**
 * A client of the service's pool. A line that is lost between two listeners of a pool would end the program; this one always has a
 * listener of its own. And before it asks anything, it tells the database whose rows are in sight, where that is not what it told
 * last: so a lone ledger's requests cost nothing more, and those of another one a short question.
 */
export class SteadyClient extends pg.Client {
  /** What the session was told last; undefined where that is not certain. */
  private told: string | undefined = ofTheHost;
  /** Told within a transaction, which takes it back if it is rolled back. */
  private isToldForNow = false;

  constructor(config?: string | pg.ClientConfig) {
    super(config);
    this.on('error', () => undefined);
    const ask = this.query.bind(this) as Ask;
    this.query = ((...given: unknown[]) => {
      if (!endsTransaction(given[0])) this.tell(ask);
      else if (this.isToldForNow) this.told = undefined;
      return ask(...given);
    }) as typeof this.query;
  }

  private tell(ask: Ask): void {
    const isIdle = this.getTransactionStatus() !== 'T' && this.getTransactionStatus() !== 'E';
    if (isIdle && this.isToldForNow) this.told = undefined;
    if (isIdle) this.isToldForNow = false;
    const rows = rowsInSight();
    if (rows === this.told) return;
    this.told = rows;
    this.isToldForNow ||= !isIdle;
    const answer = ask(`set ledger.rows = '${checked(rows)}'`) as Promise<unknown>;
    answer.catch(() => {
      this.told = undefined;
    });
  }
}

/** Rolling back goes ahead whatever is in sight: within a failed transaction the database takes nothing else. */
const endsTransaction = (query: unknown): boolean => typeof query === 'string' && /^\s*(?:commit|rollback)\b/i.test(query);

function checked(rows: string): string {
  if (/^(?:[0-9a-f-]{36})?$/.test(rows)) return rows;
  throw new Error('A ledger is named by its id, 36 characters long: this is none.');
}
