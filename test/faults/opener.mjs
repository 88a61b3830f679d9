import { CommandBus } from '@nestjs/cqrs';
import { v7 } from 'uuid';
import { createApplication } from '../../dist/src/application.js';
import { OpenLedger } from '../../dist/src/domain/ledger.js';
import { OpenAccount } from '../../dist/src/domain/observation.js';
import { DefineOffering } from '../../dist/src/domain/offering.js';
import { money } from '../../dist/src/domain/money.js';
import { AdoptPledgePolicy } from '../../dist/src/domain/pledge.js';
import { openRuntime } from '../../dist/src/runtime.js';
import { loadSettings } from '../../dist/src/settings.js';

/** Opens one ledger with a promise, an offering and a bank account, and ends. */
const runtime = await openRuntime({ ...loadSettings(process.env), queueConcurrency: 0 });
const app = await createApplication(runtime);
const ledger = v7();
const asked = () => ({ ledger, by: 'account:test', request: v7() });
const band = { from: money(15000n, 'CAD'), to: money(25000n, 'CAD') };
const commands = [
  new OpenLedger({ ...asked(), slug: 'river', name: 'River practice', zone: 'America/Toronto', currency: 'CAD', steward: v7() }),
  new AdoptPledgePolicy({
    ...asked(),
    shareBp: 2000,
    base: 'gross',
    currencyRule: 'home',
    startsOn: '2026-01-01',
    words: 'A fifth of it.',
  }),
  new DefineOffering({
    ...asked(),
    offering: 'ces-50',
    name: 'Co-envisioning',
    bands: { lower: band, upper: band },
    tax: { treatment: 'taxable', rateBp: 500 },
    insidePledge: true,
  }),
  new OpenAccount({ ...asked(), name: 'Chequing', kind: 'bank', currency: 'CAD' }),
];
for (const command of commands) await app.get(CommandBus).execute(command);
await app.close();
await runtime.connections.close();
