import { parseArgs } from 'node:util';
import { announce } from './announce.js';
import { createWebApplication } from './application.js';
import { untilStopped } from './program-end.js';
import { openRuntime } from './runtime.js';
import { loadSettings } from './settings.js';
import { refuseTakenPort, whyNotListening } from './web-address.js';

/** How long a request may go on once we are stopping. */
const lastRequestsMs = 10_000;

/** Pages, API and jobs in one program, until it is told to stop. */
export async function serve(args: string[] = []): Promise<void> {
  parseArgs({ args, options: {} });
  await untilStopped(async (closeLater) => {
    const settings = loadSettings();
    await refuseTakenPort(settings);

    const runtime = await openRuntime(settings);
    closeLater(runtime.connections.close);

    const app = await createWebApplication(runtime);
    closeLater(() => {
      setTimeout(() => app.getHttpServer().closeAllConnections(), lastRequestsMs).unref();
      return app.close();
    });

    await app.listen(settings.port, settings.host).catch((error) => {
      throw whyNotListening(settings, error);
    });
    process.stdout.write(`${await announce(app, settings)}\n`);
  });
}
