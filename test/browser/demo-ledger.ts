import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { CommandBus } from '@nestjs/cqrs';
import { createWebApplication } from '../../src/application.js';
import { Invitations } from '../../src/access/invitations.js';
import { Authenticators } from '../../src/access/authenticators.js';
import { codeAt, stepOf } from '../../src/access/one-time-codes.js';
import { type Credentials, StewardAccounts } from '../../src/access/steward-accounts.js';
import { Calls } from '../../src/calls/calls.queries.js';
import { fillDemo } from '../../src/demo/fill.js';
import { signIn } from '../../src/demo/practice.js';
import { millisOf } from '../../src/domain/calendar.js';
import { money } from '../../src/domain/money.js';
import { ApprovePayout, CancelPayout, RecordPayoutSent, ShowPayoutCard } from '../../src/domain/payout-decisions.js';
import { ProposePayout } from '../../src/domain/payout-proposal.js';
import type { Decided } from '../../src/event-store/event-store.js';
import { PayoutCarrier } from '../../src/payouts/payouts.jobs.js';
import { loadSettings } from '../../src/settings.js';
import { freshConnections } from '../support/database.js';
import { newRequest } from '../support/ledger.js';

export const until = '2026-11-22T21:00:00.000Z';

/** The demo's year, with a payout in each state in which one can be, and an invitation that waits. */
export interface DemoLedger {
  readonly app: NestFastifyApplication;
  readonly ledger: string;
  readonly account: string;
  /** By state. */
  readonly payouts: Readonly<Record<'ready' | 'held' | 'sent' | 'cancelled', string>>;
  readonly invitation: string;
  /** Somebody of whom a code is asked beside the password. */
  readonly withCodes: Credentials;
}

export async function demoLedger(): Promise<DemoLedger> {
  let now = 0;
  const settings = {
    ...loadSettings({ LEDGER_LOG_LEVEL: 'error' }),
    queueConcurrency: 0,
    databasePool: 8,
    journalDir: mkdtempSync(path.join(os.tmpdir(), 'ledger-journal-')),
  };
  const app = await createWebApplication({
    settings,
    connections: await freshConnections(),
    wrappingKey: Buffer.alloc(32, 7),
    clock: () => now,
  });
  await app.init();
  const setClock = (at: string) => {
    now = millisOf(at);
  };
  const { ledger } = await fillDemo(app, { until, setClock });
  const account = (await app.get(StewardAccounts).whose(signIn))!;
  const payouts = await payoutsOf(app, ledger, `account:${account}`);
  const invitation = await app.get(Invitations).invite(ledger, 'auditor', `account:${account}`);
  return { app, ledger, account, payouts, invitation, withCodes: await someoneWithCodes(app, now) };
}

async function someoneWithCodes(app: NestFastifyApplication, now: number): Promise<Credentials> {
  const credentials = { name: 'with-codes', password: 'four words make a password' };
  const accounts = app.get(StewardAccounts);
  const account = await accounts.add(await accounts.prepare(credentials));
  const authenticators = app.get(Authenticators);
  await authenticators.confirm(account, codeAt(await authenticators.begin(account), stepOf(now)));
  return credentials;
}

/** Five dollars for the call that came first, and so far on its way. */
async function payoutsOf(app: NestFastifyApplication, ledger: string, by: string): Promise<DemoLedger['payouts']> {
  const send = (command: object): Promise<Decided> => app.get(CommandBus).execute(command as never);
  const asked = () => ({ ledger, by, request: newRequest() });
  const [call] = await app.get(Calls).open(ledger);
  const proposed = async (minor: bigint): Promise<string> => {
    const { events } = await send(new ProposePayout({ ...asked(), call: call!.callId, amount: money(minor, 'CAD') }));
    return events.flatMap((event) => (event.type === 'PayoutProposed' ? [event.data.payout] : []))[0]!;
  };
  const approved = async (minor: bigint): Promise<string> => {
    const payout = await proposed(minor);
    await send(new ApprovePayout({ ...asked(), payout }));
    await app.get(PayoutCarrier).carry(ledger, payout);
    return payout;
  };
  const held = async (minor: bigint): Promise<string> => {
    const payout = await approved(minor);
    await send(new ShowPayoutCard({ ...asked(), payout }));
    return payout;
  };
  const sent = await held(1000n);
  await send(new RecordPayoutSent({ ...asked(), payout: sent, sentAt: until }));
  const cancelled = await proposed(1500n);
  await send(new CancelPayout({ ...asked(), payout: cancelled }));
  return { ready: await approved(2000n), held: await held(2500n), sent, cancelled };
}
