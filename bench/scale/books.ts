import pg from 'pg';
import { openBenchLedger } from '../bench-ledger.js';
import { fillBooks } from '../books/fill.js';
import { type InProgram, startOn } from '../in-program.js';
import { otherDatabase } from '../other-databases.js';
import type { Scratch } from '../scratch.js';

/** Ledgers that are written and read by turns: enough that none is always the last one, few enough to be warm. */
const inUse = 10;

/** Books of one size, with a program of their own that runs upon them. */
export interface Books {
  readonly program: InProgram;
  /** The ledgers that are asked, from all over the table. */
  readonly ledgers: readonly string[];
  /** In each of them. */
  readonly events: number;
  readonly filledInS: number;
  /** Ends the program and drops the database: the next may need the room. */
  end(): Promise<void>;
}

export async function openBooks(scratch: Scratch, name: string, ledgerCount: number, eventsEach: number): Promise<Books> {
  const connections = await otherDatabase(scratch, name);
  const program = await startOn(scratch, connections);
  const like = await openBenchLedger(program.app);
  const { ledgers, seconds } = await fillBooks(connections, like, ledgerCount, eventsEach);
  const asked = Math.min(inUse, ledgerCount);
  return {
    program,
    ledgers: Array.from({ length: asked }, (_, index) => ledgers[Math.floor((index * ledgerCount) / asked)]!),
    events: eventsEach,
    filledInS: seconds,
    async end() {
      await program.app.close();
      const client = new pg.Client({ ...connections.owner, database: 'ledger' });
      await client.connect();
      await client.query(`drop database ${client.escapeIdentifier(name)}`);
      await client.end();
    },
  };
}
