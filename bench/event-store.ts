import { BareTable } from './bare-table.js';
import { openBenchLedger } from './bench-ledger.js';
import { appending } from './event-store/appending.js';
import { batches } from './event-store/batches.js';
import { ledgers } from './event-store/ledgers.js';
import { payments } from './event-store/payments.js';
import { peers } from './event-store/peers.js';
import { replaying } from './event-store/replaying.js';
import type { Figure } from './harness.js';
import { startHere } from './in-program.js';
import type { Pace } from './pace.js';
import type { Scratch } from './scratch.js';

/** What an event costs on its way into the books and out of them, beside what is only written, only read, or another's. */
export async function* eventStore(scratch: Scratch, pace: Pace): AsyncGenerator<Figure> {
  const here = await startHere(scratch);
  const ledger = await openBenchLedger(here.app);
  const setting = { scratch, pace, here, ledger, bare: await BareTable.beside(here.runtime.connections) };
  yield* appending(setting);
  yield* payments(setting);
  yield* batches(setting);
  yield* ledgers(setting);
  yield* peers(setting);
  yield* replaying(setting);
}
