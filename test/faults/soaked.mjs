import { CommandBus } from '@nestjs/cqrs';
import { v7 } from 'uuid';
import { ApiTokens } from '../../dist/src/access/api-tokens.js';
import { createApplication } from '../../dist/src/application.js';
import { OpenLedger } from '../../dist/src/domain/ledger.js';
import { money } from '../../dist/src/domain/money.js';
import { DefineOffering } from '../../dist/src/domain/offering.js';
import { AdoptPledgePolicy } from '../../dist/src/domain/pledge.js';
import { openRuntime } from '../../dist/src/runtime.js';
import { loadSettings } from '../../dist/src/settings.js';

/** Opens ledgers by the slugs that it is told, each with a token for a bookkeeper, and prints these as JSON. */
const runtime = await openRuntime({ ...loadSettings(process.env), queueConcurrency: 0 });
const app = await createApplication(runtime);
const commands = app.get(CommandBus);
const opened = [];
for (const slug of process.argv.slice(2)) {
  const ledger = v7();
  const asked = () => ({ ledger, by: 'account:test', request: v7() });
  const band = { from: money(15000n, 'CAD'), to: money(25000n, 'CAD') };
  const opening = { slug, name: 'River practice', zone: 'America/Toronto', currency: 'CAD', steward: v7() };
  const promise = { shareBp: 2000, base: 'gross', currencyRule: 'home', startsOn: '2026-01-01', words: 'A fifth of it.' };
  const tax = { treatment: 'taxable', rateBp: 500 };
  await commands.execute(new OpenLedger({ ...asked(), ...opening }));
  await commands.execute(new AdoptPledgePolicy({ ...asked(), ...promise }));
  await commands.execute(
    new DefineOffering({
      ...asked(),
      offering: 'ces-50',
      name: 'Co-envisioning',
      bands: { lower: band, upper: band },
      tax,
      insidePledge: true,
    }),
  );
  const expiresAt = new Date(Date.now() + 24 * 3600 * 1000).toISOString();
  const token = await app.get(ApiTokens).issue(ledger, { role: 'bookkeeper', label: 'soak', expiresAt, by: 'account:test' });
  opened.push({ slug, ledger, token });
}
process.stdout.write(`${JSON.stringify(opened)}\n`);
await app.close();
await runtime.connections.close();
