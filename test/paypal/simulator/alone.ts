import type { Fault } from './faults.js';
import { Moods } from './moods.js';
import { PayPalSimulator, type Where } from './simulator.js';

/**
 * The simulator as a program of its own, so that others can be killed around it: `PORT=… node alone.js [SEED FAULTS_PERCENT]`.
 * Beside what PayPal answers, `GET /witness` tells what really happened and when each payout was asked for; a fault put to
 * `/faults` as `{"fault":"hangs","at":"create"}` is for one request.
 */
const [seed, faultsPercent = '0'] = process.argv.slice(2);
const paypal = new PayPalSimulator();
// Nobody is here to have things happen to payouts: they arrive at once.
paypal.status = 'SUCCESS';
if (seed !== undefined) paypal.moods = new Moods(Number(seed), Number(faultsPercent));
const { memory, breaches } = paypal;
paypal.besides = {
  'GET /': () => ({ seed }),
  'GET /witness': () => ({
    witnessed: memory.witnessed(),
    paidTwice: memory.paidTwice(),
    askedAtMs: paypal.calls().flatMap(({ url, atMs }) => (url.startsWith('/v1/payments/payouts/?') ? [atMs] : [])),
    breaches,
  }),
  'POST /faults': (told) => {
    const { fault, at } = told as { fault: Fault; at: Where };
    paypal.misbehaves(fault, at);
  },
};
await paypal.open(Number(process.env.PORT ?? 0));
process.stdout.write(`PayPal is at ${paypal.url}\n`);
process.once('SIGTERM', () => void paypal.close());
