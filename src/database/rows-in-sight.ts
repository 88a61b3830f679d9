import { AsyncLocalStorage } from 'node:async_hooks';

/** Whose rows the database shows to what is being done: one ledger's, nobody's, or those of the whole host. */
interface Sight {
  rows: string;
}

/** The program's own work: followers, jobs, commands of the shell. */
export const ofTheHost = '';
/** The nil uuid, which no ledger has. */
const nobodys = '00000000-0000-0000-0000-000000000000';

const sights = new AsyncLocalStorage<Sight>();

/** As the setting `ledger.rows` has it, which the tables' policies read: docs/decisions/0019-rows-of-one-ledger.md. */
export const rowsInSight = (): string => sights.getStore()?.rows ?? ofTheHost;

/** Whatever `work` asks the database for, it sees this ledger's rows alone, and can write no others. */
export const inLedger = <T>(ledger: string, work: () => T): T => sights.run({ rows: ledger }, work);

/** For what serves many ledgers but may be set off by a request for one: batches, caches, wake-ups. */
export const forTheHost = <T>(work: () => T): T => sights.run({ rows: ofTheHost }, work);

/** A request sees no ledger's rows until it is known which ledger it is for. */
export const forARequest = <T>(work: () => T): T => sights.run({ rows: nobodys }, work);

/** It is known now: from here on this request sees the ledger's rows. Outside of a request nothing changes. */
export function lookInto(ledger: string): void {
  const sight = sights.getStore();
  if (sight) sight.rows = ledger;
}
