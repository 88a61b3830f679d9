import os from 'node:os';
import path from 'node:path';
import { v7 } from 'uuid';
import { checkout } from '../src/checkout.js';
import { LogCall } from '../src/domain/call.js';
import { AdvanceFund } from '../src/domain/fund.js';
import { money } from '../src/domain/money.js';
import { OpenAccount } from '../src/domain/observation.js';
import { ApprovePayout } from '../src/domain/payout-decisions.js';
import { ChoosePayingAccount, SetPayoutLimit } from '../src/domain/payout-limits.js';
import { ProposePayout } from '../src/domain/payout-proposal.js';
import { PayPalConnections } from '../src/reconciliation/paypal-connections.queries.js';
import { openBenchLedger, send, steward } from './bench-ledger.js';
import { type Child, launch } from './child.js';
import { type Figure, staysWithin } from './harness.js';
import { type InProgram, startHere } from './in-program.js';
import type { Pace } from './pace.js';
import type { Scratch } from './scratch.js';

const perMinute = 300;

/** Approved payouts of one ledger go their way through the program's own queue to PayPal's simulator, a program of its own. */
export async function* payouts(scratch: Scratch, { payouts: many }: Pace): AsyncGenerator<Figure> {
  const paypal = await simulator(scratch);
  const here = await startHere(scratch, { LEDGER_PAYPAL_URL: paypal.address, LEDGER_PAYPAL_PER_MINUTE: String(perMinute) });
  const approve = await waitingPayouts(here, many);
  const begun = performance.now();
  for (const each of approve) await each();
  const approvedInS = (performance.now() - begun) / 1000;
  const { askedAtMs, witnessed, paidTwice, breaches } = await allTakenUp(paypal, many);
  if (witnessed.length !== many || paidTwice.length > 0)
    throw new Error(`Of ${many} payouts ${witnessed.length} are out, twice: ${paidTwice}.`);
  if (breaches.length > 0) throw new Error(`PayPal's documents are broken: ${breaches[0]}`);

  yield {
    what: `${many} approved payouts: those that come to PayPal in the fullest minute`,
    against: 'the pace that was agreed',
    unit: '/min',
    ours: [fullestMinute(askedAtMs)],
    theirs: [perMinute],
    target: staysWithin(1, 'ratio'),
  };
  yield {
    what: `${many} approved payouts: from the first at PayPal to the last`,
    against: 'the time that the pace implies',
    unit: 's',
    ours: [(askedAtMs.at(-1)! - askedAtMs[0]!) / 1000],
    theirs: [(many / perMinute) * 60],
    target: staysWithin(1.2, 'ratio'),
    ...busy(),
  };
  yield {
    what: `${many} payouts approved, one after another, while they go`,
    against: 'the time that the pace implies',
    unit: 's',
    ours: [approvedInS],
    theirs: [(many / perMinute) * 60],
  };
}

/** The program gets its share of a machine that others use; with too small a one it keeps no pace. */
function busy(): { readonly hindrance?: string } {
  const [load = 0] = os.loadavg();
  const cores = os.availableParallelism();
  return load > 2 * cores ? { hindrance: `${Math.round(load)} programs want to run on ${cores} cores` } : {};
}

const simulator = (scratch: Scratch): Promise<Child> =>
  launch(scratch, {
    command: process.execPath,
    args: [path.join(import.meta.dirname, '..', 'test', 'paypal', 'simulator', 'alone.js')],
    from: checkout,
  });

/** A ledger with money and a connected account, and as many payouts that wait for nothing but to be approved. */
async function waitingPayouts({ app }: InProgram, many: number): Promise<(() => Promise<unknown>)[]> {
  const ledger = await openBenchLedger(app);
  const asked = () => ({ ledger, by: steward, request: v7() });
  const opened = await send(app, new OpenAccount({ ...asked(), name: 'PayPal', kind: 'paypal', currency: 'CAD' }));
  const account = opened.events.flatMap((event) => (event.type === 'AccountOpened' ? [event.data.account] : []))[0]!;
  const credentials = { environment: 'live', clientId: 'AfV_bm2qGNgVnZ0b9x3bench', clientSecret: 'EGnHDxD_qRPdaLdZz8iCr8N7' } as const;
  const since = new Date().toISOString().slice(0, 10);
  await app.get(PayPalConnections).connect(ledger, account, { credentials, since, by: steward });
  await send(app, new ChoosePayingAccount({ ...asked(), account }));
  await send(app, new SetPayoutLimit({ ...asked(), perPayout: money(2000n, 'CAD'), perDay: money(100_000_000n, 'CAD') }));
  await send(app, new AdvanceFund({ ...asked(), amount: money(100_000_000n, 'CAD') }));
  const propose = async (at: number): Promise<() => Promise<unknown>> => {
    const logged = await send(app, new LogCall({ ...asked(), rail: 'paypal', address: `person-${at}@example.org`, fitsThePromise: true }));
    const call = logged.events.flatMap((event) => (event.type === 'CallLogged' ? [event.data.call] : []))[0]!;
    const proposed = await send(app, new ProposePayout({ ...asked(), call, amount: money(2000n, 'CAD') }));
    const payout = proposed.events.flatMap((event) => (event.type === 'PayoutProposed' ? [event.data.payout] : []))[0]!;
    return () => send(app, new ApprovePayout({ ...asked(), payout }));
  };
  const all: (() => Promise<unknown>)[] = [];
  for (let at = 0; at < many; at += 50)
    all.push(...(await Promise.all(Array.from({ length: Math.min(50, many - at) }, (_, n) => propose(at + n)))));
  return all;
}

interface Witness {
  readonly askedAtMs: readonly number[];
  readonly witnessed: readonly unknown[];
  readonly paidTwice: readonly string[];
  readonly breaches: readonly string[];
}

/** Asked now and then until all are there, or for too long nothing came. */
async function allTakenUp({ address }: Child, many: number): Promise<Witness> {
  let quiet = 0;
  for (let before = 0; ; ) {
    const told = (await (await fetch(`${address}/witness`)).json()) as Witness;
    quiet = told.witnessed.length === before ? quiet + 1 : 0;
    before = told.witnessed.length;
    if (before >= many || quiet > 60) return told;
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}

/** Wherever a minute begins. */
function fullestMinute(askedAtMs: readonly number[]): number {
  let most = 0;
  let first = 0;
  askedAtMs.forEach((at, last) => {
    while (askedAtMs[first]! <= at - 60_000) first += 1;
    most = Math.max(most, last - first + 1);
  });
  return most;
}
