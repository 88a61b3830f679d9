import path from 'node:path';
import { checkout } from '../src/checkout.js';
import { money } from '../src/domain/money.js';
import { payPalRequest } from '../src/domain/paypal-body.js';
import type { PayPalPayoutDoor } from '../src/domain/paypal-payout.js';
import type { PayPalCredentials } from '../src/domain/paypal.js';
import { payPalPayoutDoor } from '../src/rails/paypal-door.js';
import { ownPace, paced } from '../src/rails/paypal-pace.js';
import { type Child, launch } from './child.js';
import { type Figure, staysWithin } from './harness.js';
import type { Pace } from './pace.js';
import type { Scratch } from './scratch.js';

const perMinute = 600;
const credentials: PayPalCredentials = { environment: 'live', clientId: 'river', clientSecret: 'river-secret' };

/** Payouts that wait all at once go to PayPal's simulator, a program of its own, which notes when each came. */
export async function* payouts(scratch: Scratch, { payouts: many }: Pace): AsyncGenerator<Figure> {
  const paypal = await simulator(scratch);
  const door = paced(payPalPayoutDoor({ payPalUrl: paypal.address, payPalSandboxUrl: paypal.address }), perMinute, ownPace);
  const begun = performance.now();
  await Promise.all(Array.from({ length: many }, (_, at) => sent(door, `po-${at}`)));
  const tookS = (performance.now() - begun) / 1000;
  const { askedAtMs, witnessed, paidTwice, breaches } = await witness(paypal);
  if (witnessed.length !== many || paidTwice.length > 0)
    throw new Error(`Of ${many} payouts ${witnessed.length} are out, twice: ${paidTwice.join()}.`);
  if (breaches.length > 0) throw new Error(`PayPal's documents are broken: ${breaches[0]}`);

  yield {
    what: `${many} payouts at once: those that come to PayPal in the fullest minute`,
    against: 'the pace that was agreed',
    unit: '/min',
    ours: [fullestMinute(askedAtMs)],
    theirs: [perMinute],
    target: staysWithin(1, 'ratio'),
  };
  yield {
    what: `${many} payouts at once: until the last is taken up`,
    against: 'the time that the pace implies',
    unit: 's',
    ours: [tookS],
    theirs: [(many / perMinute) * 60],
    target: staysWithin(1.2, 'ratio'),
  };
}

const simulator = (scratch: Scratch): Promise<Child> =>
  launch(scratch, {
    command: process.execPath,
    args: [path.join(import.meta.dirname, '..', 'test', 'paypal', 'simulator', 'alone.js')],
    from: checkout,
  });

/** As the protocol does it: the same bytes, until PayPal has them. */
async function sent(door: PayPalPayoutDoor, payout: string): Promise<void> {
  const request = payPalRequest({ payout, attempt: 1, receiver: `${payout}@example.org`, amount: money(2000n, 'CAD'), note: 'Payment' });
  for (let tries = 0; tries < 10; tries += 1) {
    const { kind } = await door.create(credentials, request);
    if (kind === 'accepted' || kind === 'duplicate') return;
  }
  throw new Error(`PayPal does not take ${payout} up.`);
}

interface Witness {
  readonly askedAtMs: readonly number[];
  readonly witnessed: readonly unknown[];
  readonly paidTwice: readonly string[];
  readonly breaches: readonly string[];
}

const witness = async ({ address }: Child): Promise<Witness> => (await (await fetch(`${address}/witness`)).json()) as Witness;

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
