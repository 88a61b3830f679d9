import pg from 'pg';
import { v7 } from 'uuid';
import type { Connections } from '../../src/database/connections.js';
import { canonical } from '../../src/domain/canonical.js';
import { copyIn, copyLine } from '../copy-in.js';
import { Chain } from './chain.js';
import { type Opening, openingOf } from './opening.js';
import { PracticeYears, mouldsOf } from './practice-years.js';
import { derivedRows } from './derived-rows.js';

export interface Filled {
  readonly ledgers: readonly string[];
  readonly seconds: number;
}

const written = ['event', 'ledger_head', 'kept_state', 'request', 'payment', 'obligation', 'month_total'];
const chunkBytes = 256 * 1024;

/**
 * Writes whole books as the database's owner, by COPY: real payloads, decided by the program's own functions, under its own
 * hash, so that `doctor` would find nothing. What is derived from the events is derived from them by SQL.
 * @param like a ledger that the program has opened; every one filled here begins as it did
 */
export async function fillBooks(connections: Connections, like: string, ledgerCount: number, eventsEach: number): Promise<Filled> {
  const from = performance.now();
  const client = new pg.Client(connections.owner);
  await client.connect();
  try {
    const opening = await openingOf(client, like);
    const ledgers = Array.from({ length: ledgerCount }, () => v7());
    const heads: Head[] = [];
    await copyIn(client, 'event', inChunks(linesOf(ledgers, opening, eventsEach, heads)));
    await copyHeads(client, heads);
    for (const sql of derivedRows) await client.query(sql, [ledgers]);
    await client.query(`vacuum (analyze) ${written.join(', ')}`); // lest the server does so in the midst of what is measured
    return { ledgers, seconds: (performance.now() - from) / 1000 };
  } finally {
    await client.end();
  }
}

interface Head {
  readonly ledger: string;
  readonly chain: Chain;
  readonly years: PracticeYears;
}

function* linesOf(ledgers: readonly string[], { entries, books }: Opening, eventsEach: number, heads: Head[]): Generator<string> {
  const moulds = mouldsOf(books);
  for (const ledger of ledgers) {
    const chain = new Chain(ledger);
    const years = new PracticeYears(moulds);
    for (const entry of entries) yield chain.line(entry);
    for (const entry of years.entries(Math.floor((eventsEach - entries.length) / 2))) yield chain.line(entry);
    heads.push({ ledger, chain, years });
  }
}

/** Where each chain ends, the fund as it stands there, and the follower that has read it all. */
async function copyHeads(client: pg.Client, heads: readonly Head[]): Promise<void> {
  const copy = (table: string, line: (head: Head) => string) => copyIn(client, table, inChunks(heads.map(line)));
  await copy('ledger_head (ledger_id, position, hash)', ({ ledger, chain }) => copyLine([ledger, chain.position, chain.hash]));
  await copy('kept_state (ledger_id, stream, version, state)', ({ ledger, years }) =>
    copyLine([ledger, years.fundName, years.version, canonical(years.state)]),
  );
  await copy('follower_cursor', ({ ledger, chain }) => copyLine([ledger, 'payouts-to-rails', chain.position]));
}

function* inChunks(lines: Iterable<string>): Generator<Buffer> {
  let gathered: string[] = [];
  let size = 0;
  for (const line of lines) {
    gathered.push(line);
    size += line.length;
    if (size < chunkBytes) continue;
    yield Buffer.from(gathered.join(''));
    gathered = [];
    size = 0;
  }
  if (size > 0) yield Buffer.from(gathered.join(''));
}
