import type pg from 'pg';
import { fromCanonical } from '../../src/domain/canonical.js';
import { instant } from '../../src/domain/calendar.js';
import { lift } from '../../src/domain/events.js';
import { type LedgerFact, type OpenBooks, ledgerStream, openBooks } from '../../src/domain/ledger.js';
import type { Entry } from './chain.js';

/** How every practice begins: what the program itself recorded when one was opened. */
export interface Opening {
  readonly entries: readonly Entry[];
  readonly books: OpenBooks;
}

export async function openingOf(client: pg.Client, ledger: string): Promise<Opening> {
  const { rows: entries } = await client.query<Entry>(
    `select stream, version, type, schema, data, meta, (extract(epoch from happened_at) * 1000)::float8 as millis
     from event where ledger_id = $1 and stream = $2 order by position`,
    [ledger, ledgerStream.name],
  );
  const facts = entries.map(({ type, schema, data, millis }) => {
    return { ...lift(type, schema, fromCanonical(data)), happenedAt: instant(millis) } as LedgerFact;
  });
  return { entries, books: openBooks(facts.reduce(ledgerStream.evolve, ledgerStream.unborn)) };
}
