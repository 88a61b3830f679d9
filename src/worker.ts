import { parseArgs } from 'node:util';
import { createApplication } from './application.js';
import { untilStopped } from './program-end.js';
import { openRuntime } from './runtime.js';
import { SettingsError, loadSettings } from './settings.js';

/** Takes jobs and serves no pages, until it is told to stop. */
export async function worker(args: string[] = []): Promise<void> {
  parseArgs({ args, options: {} });
  await untilStopped(async (closeLater) => {
    const settings = loadSettings();
    if (settings.queueConcurrency === 0) {
      throw new SettingsError('LEDGER_QUEUE_CONCURRENCY is 0, and a worker that takes no jobs has nothing to do: set it to 1 or more.');
    }
    const runtime = await openRuntime(settings);
    closeLater(runtime.connections.close);

    const app = await createApplication(runtime);
    closeLater(() => app.close());
    process.stdout.write(`mutual-aid-ledger takes jobs, ${settings.queueConcurrency} at once on each queue.\n`);
  });
}
