import { parseArgs } from 'node:util';
import { createApplication } from './application.js';
import { openRuntime } from './runtime.js';
import { Examination } from './safekeeping/examination.js';
import { loadSettings } from './settings.js';
import { StartError } from './start-error.js';

/** Walks every ledger's books and says where something is wrong; exit code 1 when anything is. Changes nothing. */
export async function doctor(args: string[] = []): Promise<void> {
  parseArgs({ args, options: {} });
  const settings = { ...loadSettings(), queueConcurrency: 0 };
  const runtime = await openRuntime(settings);
  const app = await createApplication(runtime);
  try {
    const examination = app.get(Examination);
    let faulty = 0;
    for (const ledger of await examination.ledgers()) {
      const { events, faults } = await examination.of(ledger);
      if (faults.length > 0) faulty += 1;
      process.stdout.write(
        `Ledger ${ledger}: ${events} events, ${faults.length === 0 ? 'everything holds' : `${faults.length} faults`}.\n`,
      );
      for (const fault of faults) process.stdout.write(`  ${fault}\n`);
    }
    if (faulty > 0) throw new StartError(`${faulty} of the ledgers do not hold: keep this database as it is, and compare it with a copy.`);
  } finally {
    await app.close();
    await runtime.connections.close();
  }
}
