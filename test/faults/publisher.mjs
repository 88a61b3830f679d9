import fs from 'node:fs';
import { CommandBus } from '@nestjs/cqrs';
import { v7 } from 'uuid';
import { createApplication } from '../../dist/src/application.js';
import { Publish } from '../../dist/src/domain/publish.js';
import { loadSettings } from '../../dist/src/settings.js';

/** Publishes what is due in one ledger at the time it is told, says so, and ends; its killer chooses a moment in between. */
const { connections, ledger, at } = JSON.parse(process.env.PUBLISH);
const settings = { ...loadSettings({ LEDGER_DATA_DIR: process.env.LEDGER_DATA_DIR, LEDGER_LOG_LEVEL: 'error' }), queueConcurrency: 0 };
const app = await createApplication({
  settings,
  connections: { ...connections, close: async () => undefined },
  wrappingKey: Buffer.alloc(32, 7),
  clock: () => Date.parse(at),
});
fs.writeSync(1, 'begins\n');
await app.get(CommandBus).execute(new Publish({ ledger, by: 'publisher', request: v7() }));
fs.writeSync(1, 'published\n');
await app.close();
process.exit(0);
