import type { Pool } from 'pg';
import { appendedChannel, hintOf } from './hint.js';

const gatheredMs = 20;

/**
 * Tells other programs which ledgers have grown. After the commits and for many at once, since PostgreSQL lets transactions
 * that notify commit only one by one. What is lost here, the slow poll of the followers finds.
 */
export class Announcements {
  private readonly ledgers = new Set<string>();

  constructor(private readonly pool: Pool) {}

  add(ledger: string): void {
    this.ledgers.add(hintOf(ledger, 'this program'));
    if (this.ledgers.size === 1) setTimeout(() => void this.announce(), gatheredMs).unref();
  }

  private async announce(): Promise<void> {
    const ledgers = [...this.ledgers];
    this.ledgers.clear();
    await this.pool
      .query('select pg_notify($1, ledger) from unnest($2::text[]) as ledger', [appendedChannel, ledgers])
      .catch(() => undefined);
  }
}
