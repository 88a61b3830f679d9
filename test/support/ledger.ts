import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CommandBus } from '@nestjs/cqrs';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { v7 } from 'uuid';
import { createWebApplication } from '../../src/application.js';
import type { Connections } from '../../src/database/connections.js';
import { migrate } from '../../src/database/migrate.js';
import { OpenLedger } from '../../src/domain/ledger.js';
import { DefineOffering } from '../../src/domain/offering.js';
import { AdoptPledgePolicy } from '../../src/domain/pledge.js';
import { money } from '../../src/domain/money.js';
import type { Decided } from '../../src/event-store/event-store.js';
import type { Runtime } from '../../src/runtime.js';
import { type Settings, loadSettings } from '../../src/settings.js';
import { freshConnections } from './database.js';

/** The whole program on an empty database, with a clock that the test moves. */
export interface TestProgram {
  readonly app: NestFastifyApplication;
  readonly runtime: Runtime;
  /** Sets what time it is, as RFC 3339. */
  setTime(at: string): void;
  send<T = Decided>(command: object): Promise<T>;
  stop(): Promise<void>;
}

/**
 * @param other settings, like `queueConcurrency: 0` where the test itself does what the queue's jobs would
 * @param env settings as the environment says them
 */
export async function startProgram(
  at = '2026-11-02T15:00:00Z',
  other: Partial<Settings> = {},
  env: NodeJS.ProcessEnv = {},
): Promise<TestProgram> {
  return startProgramOn(await freshConnections(), at, other, env);
}

/** The same on a database as it is, brought to our schema. */
export async function startProgramOn(
  connections: Connections,
  at: string,
  other: Partial<Settings> = {},
  env: NodeJS.ProcessEnv = {},
): Promise<TestProgram> {
  await migrate(connections, true);
  let now = Date.parse(at);
  const folder = await mkdtemp(path.join(tmpdir(), 'ledger-program-'));
  const environment = { LEDGER_LOG_LEVEL: 'error', LEDGER_PAYPAL_PER_MINUTE: '60000', LEDGER_BACKUP_KEEP: '0', LEDGER_DATA_DIR: path.join(folder, 'data'), ...env };
  const settings = { ...loadSettings(environment), databasePool: 8, ...other };
  const runtime: Runtime = { settings, connections, wrappingKey: Buffer.alloc(32, 7), clock: () => now };
  const app = await createWebApplication(runtime);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return {
    app,
    runtime,
    setTime: (to) => {
      now = Date.parse(to);
    },
    send: (command) => app.get(CommandBus).execute(command as never),
    stop: async () => {
      await app.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export const newRequest = (): string => v7();

/** A ledger in Toronto with 20 % of gross from January 2026, one offering inside the promise and one outside. */
export async function openTestLedger({ send }: TestProgram, slug = 'river'): Promise<string> {
  const ledger = v7();
  const asked = () => ({ ledger, by: 'account:test', request: newRequest() });
  await send(new OpenLedger({ ...asked(), slug, name: 'River practice', zone: 'America/Toronto', currency: 'CAD', steward: v7() }));
  await send(
    new AdoptPledgePolicy({
      ...asked(),
      shareBp: 2000,
      base: 'gross',
      currencyRule: 'home',
      startsOn: '2026-01-01',
      words: 'A fifth of what people pay is redistributed.',
    }),
  );
  const band = (from: bigint, to: bigint) => ({ from: money(from, 'CAD'), to: money(to, 'CAD') });
  await send(
    new DefineOffering({
      ...asked(),
      offering: 'ces-50',
      name: 'Co-envisioning, 50 minutes',
      bands: { lower: band(15000n, 20000n), upper: band(20000n, 25000n) },
      tax: { treatment: 'taxable', rateBp: 500 },
      insidePledge: true,
    }),
  );
  await send(
    new DefineOffering({
      ...asked(),
      offering: 'counselling-reduced',
      name: 'Reduced-rate counselling',
      tax: { treatment: 'exempt' },
      insidePledge: false,
    }),
  );
  return ledger;
}
