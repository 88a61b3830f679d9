import fs from 'node:fs';
import files from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { CommandBus } from '@nestjs/cqrs';
import { v7 } from 'uuid';
import { createApplication } from '../../dist/src/application.js';
import { JOURNAL } from '../../dist/src/domain/journal.js';
import { Publish } from '../../dist/src/domain/publish.js';
import { EventStore } from '../../dist/src/event-store/event-store.js';
import { loadSettings } from '../../dist/src/settings.js';
import { ShownCheckpoints } from '../../dist/src/transparency/shown-checkpoints.queries.js';

/**
 * Publishes what is due in one ledger at the time it is told, says so, and ends. Its killer chooses a moment in between; or it is
 * told a step, counted from 1, at which it kills itself: each thing that reaches the database or the disk is one before and one after.
 */
const { connections, ledger, at, step } = JSON.parse(process.env.PUBLISH);
const settings = { ...loadSettings({ LEDGER_DATA_DIR: process.env.LEDGER_DATA_DIR, LEDGER_LOG_LEVEL: 'error' }), queueConcurrency: 0 };
const app = await createApplication({
  settings,
  connections: { ...connections, close: async () => undefined },
  wrappingKey: Buffer.alloc(32, 7),
  clock: () => Date.parse(at),
});

let steps = 0;
function reached(what) {
  steps += 1;
  if (steps !== step) return;
  fs.writeSync(1, `dies ${what}\n`);
  process.kill(process.pid, 'SIGKILL');
}
function stepping(holder, method, what) {
  const act = holder[method];
  holder[method] = async function (...args) {
    reached(`before ${what}`);
    const done = await act.apply(this, args);
    reached(`after ${what}`);
    return done;
  };
}
stepping(app.get(EventStore), 'decide', 'the books');
stepping(app.get(JOURNAL), 'write', 'the journal');
stepping(app.get(ShownCheckpoints), 'show', 'the showing');
stepping(files, 'rename', 'a file is in its place');
syncBuiltinESMExports();

fs.writeSync(1, 'begins\n');
await app.get(CommandBus).execute(new Publish({ ledger, by: 'publisher', request: v7() }));
fs.writeSync(1, 'published\n');
await app.close();
process.exit(0);
