import fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { CommandBus } from '@nestjs/cqrs';
import { v7 } from 'uuid';
import { createApplication } from '../../dist/src/application.js';
import { OpenLedger } from '../../dist/src/domain/ledger.js';
import { money } from '../../dist/src/domain/money.js';
import { DefineOffering } from '../../dist/src/domain/offering.js';
import { RecordPayment } from '../../dist/src/domain/payment.js';
import { AdoptPledgePolicy } from '../../dist/src/domain/pledge.js';
import { openRuntime } from '../../dist/src/runtime.js';
import { loadSettings } from '../../dist/src/settings.js';

/**
 * Opens one ledger and records payments in it, as many at a time as it is told, until it is killed. Each request that was
 * answered with yes is told on a line of its own, `ok` and its id, written before the next one is sent. What was not answered is
 * asked again under the same id, as a program would; and now and then somebody asks for what has to be refused.
 */
const [, , ledger, atOnce] = process.argv;
const runtime = await openRuntime(loadSettings(process.env));
const app = await createApplication(runtime);
const commands = app.get(CommandBus);

async function untilAnswered(command) {
  for (;;) {
    try {
      return await commands.execute(command);
    } catch (error) {
      if (error.name !== 'StoreUnavailable' && error.name !== 'OutcomeUnknown') throw error;
      await sleep(50);
    }
  }
}

const asked = (request) => ({ ledger, by: 'account:witness', request });
const opening = { slug: 'river', name: 'River practice', zone: 'America/Toronto', currency: 'CAD', steward: ledger };
const promise = {
  shareBp: 2000,
  base: 'gross',
  currencyRule: 'home',
  startsOn: '2026-01-01',
  words: 'A fifth of what people pay is redistributed.',
};
const offering = { offering: 'ces-50', name: 'Co-envisioning', tax: { treatment: 'taxable', rateBp: 500 }, insidePledge: true };
await untilAnswered(new OpenLedger({ ...asked('open'), ...opening }));
await untilAnswered(new AdoptPledgePolicy({ ...asked('promise'), ...promise }));
await untilAnswered(new DefineOffering({ ...asked('offering'), ...offering }));

async function untilRefused(input) {
  const answer = await untilAnswered(new RecordPayment(input)).catch((error) => error);
  if (answer.name !== 'InvalidInput') throw new Error(`What cannot be recorded was answered with ${answer.name ?? 'yes'}.`);
}

async function recordForEver() {
  for (;;) {
    const request = v7();
    const payment = {
      amount: money(20000n, 'CAD'),
      method: 'interac',
      offering: 'ces-50',
      receivedAt: '2026-10-04T16:00:00.000Z',
      payerName: 'A. Client',
    };
    if (Math.random() < 0.05) await untilRefused({ ...asked(v7()), ...payment, offering: 'unheard-of' });
    const { events } = await untilAnswered(new RecordPayment({ ...asked(request), ...payment }));
    fs.writeSync(1, `ok ${request} ${events.length}\n`);
  }
}

await Promise.all(Array.from({ length: Number(atOnce) }, recordForEver));
