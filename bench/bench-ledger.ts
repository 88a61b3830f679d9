import type { INestApplicationContext } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { v7 } from 'uuid';
import { OpenLedger } from '../src/domain/ledger.js';
import { money } from '../src/domain/money.js';
import { DefineOffering } from '../src/domain/offering.js';
import { AdoptPledgePolicy } from '../src/domain/pledge.js';
import type { Decided } from '../src/event-store/event-store.js';

export const slug = 'bench';
export const steward = 'account:01990000-0000-7000-8000-000000000001';

export const send = (app: INestApplicationContext, command: object): Promise<Decided> => app.get(CommandBus).execute(command as never);

/** The least practice whose payments make obligations. @returns its ledger */
export async function openBenchLedger(app: INestApplicationContext, named = slug): Promise<string> {
  const ledger = v7();
  const asked = () => ({ ledger, by: steward, request: v7() });
  await send(
    app,
    new OpenLedger({
      ...asked(),
      slug: named,
      name: 'Bench',
      zone: 'America/Toronto',
      currency: 'CAD',
      steward: steward.slice('account:'.length),
    }),
  );
  await send(
    app,
    new AdoptPledgePolicy({
      ...asked(),
      shareBp: 2000,
      base: 'gross',
      currencyRule: 'home',
      startsOn: '2020-01-01',
      words: 'A fifth of what people pay is redistributed.',
    }),
  );
  const band = (from: bigint, to: bigint) => ({ from: money(from, 'CAD'), to: money(to, 'CAD') });
  await send(
    app,
    new DefineOffering({
      ...asked(),
      offering: 'ces-50',
      name: 'Co-envisioning, 50 minutes',
      bands: { lower: band(15000n, 20000n), upper: band(20000n, 25000n) },
      tax: { treatment: 'taxable', rateBp: 500 },
      insidePledge: true,
    }),
  );
  return ledger;
}
