import { createApplication } from '../../src/application.js';
import { openRuntime } from '../../src/runtime.js';
import { loadSettings } from '../../src/settings.js';
import { type Reading, readings } from './reading.js';

/**
 * A program that reads one ledger's books from the first event to the last and ends: what it takes of memory is what this
 * reading takes, and nothing that another left behind.
 */
export interface ReadAlone {
  readonly perSecond: number;
  /** Resident memory at its highest, less what it was before the first event. */
  readonly grownMb: number;
}

const lookEveryMs = 5;
const megabyte = 1024 * 1024;

const [reading, ledger] = process.argv.slice(2) as [Reading, string];
const runtime = await openRuntime(loadSettings());
const app = await createApplication(runtime);
globalThis.gc?.();
const before = process.memoryUsage.rss();
let most = before;
const look = setInterval(() => {
  most = Math.max(most, process.memoryUsage.rss());
}, lookEveryMs);
const from = performance.now();
const read = await readings[reading](app, ledger);
const perSecond = (read * 1000) / (performance.now() - from);
clearInterval(look);
await new Promise((resolve) => process.send!({ perSecond, grownMb: (most - before) / megabyte } satisfies ReadAlone, resolve));
await app.close();
await runtime.connections.close();
process.exit(0);
