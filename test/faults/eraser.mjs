import { createInterface } from 'node:readline';
import { CommandBus } from '@nestjs/cqrs';
import { v7 } from 'uuid';
import { createApplication } from '../../dist/src/application.js';
import { LogCall } from '../../dist/src/domain/call.js';
import { EraseRecipient } from '../../dist/src/domain/erasure.js';
import { OpenLedger } from '../../dist/src/domain/ledger.js';
import { AdoptPledgePolicy } from '../../dist/src/domain/pledge.js';
import { openRuntime } from '../../dist/src/runtime.js';
import { loadSettings } from '../../dist/src/settings.js';

/** Opens a ledger, notes a person's call, tells `noted` with both ids, and forgets the person when it is told to on a line. */
const [, , ledger] = process.argv;
const runtime = await openRuntime({ ...loadSettings(process.env), queueConcurrency: 0 });
const app = await createApplication(runtime);
const commands = app.get(CommandBus);
const asked = () => ({ ledger, by: 'account:witness', request: v7() });
const opening = { slug: `river-${ledger.slice(-4)}`, name: 'River practice', zone: 'America/Toronto', currency: 'CAD', steward: ledger };
const promise = { shareBp: 2000, base: 'gross', currencyRule: 'home', startsOn: '2026-01-01', words: 'A fifth is redistributed.' };
await commands.execute(new OpenLedger({ ...asked(), ...opening }));
await commands.execute(new AdoptPledgePolicy({ ...asked(), ...promise }));

for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'note') {
    const { events } = await commands.execute(
      new LogCall({ ...asked(), rail: 'interac', address: 'sam@mail.example', fitsThePromise: true }),
    );
    const call = events.find(({ type }) => type === 'CallLogged').data.call;
    const recipient = events.find(({ type }) => type === 'RecipientKnown').data.recipient;
    process.stdout.write(`noted ${recipient} ${call}\n`);
  } else {
    await commands.execute(new EraseRecipient({ ...asked(), recipient: line }));
    process.stdout.write(`forgotten ${line}\n`);
  }
}
