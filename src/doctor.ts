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
    let standing = 0;
    for (const ledger of await examination.ledgers()) {
      const { events, faults, stopped } = await examination.of(ledger);
      if (faults.length > 0) faulty += 1;
      standing += stopped.length;
      process.stdout.write(
        `Ledger ${ledger}: ${events} events, ${faults.length === 0 ? 'everything holds' : `${faults.length} faults`}.\n`,
      );
      for (const line of [...faults, ...stopped]) process.stdout.write(`  ${line}\n`);
    }
    if (faulty > 0) throw new StartError(`${faulty} of the ledgers do not hold: keep this database as it is, and compare it with a copy.`);
    if (standing > 0)
      throw new StartError(
        `${standing} followers stand still, and the books hold: mend the cause, then mutual-aid-ledger followers --retry.`,
      );
  } finally {
    await app.close();
    await runtime.connections.close();
  }
}
