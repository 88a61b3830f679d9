import { slug } from '../src/demo/practice.js';
import { besideBareRoute, filledDemo, served } from './beside-bare-route.js';
import { type Figure, reaches, staysUnder } from './harness.js';
import type { Scratch } from './scratch.js';

const rounds = 5;
const connections = 32;

/** What the world reads of a ledger, beside a bare Fastify route that sends the same bytes. Each in a process of its own. */
export async function* web(scratch: Scratch): AsyncGenerator<Figure> {
  const { dataDir, seconds } = await filledDemo(scratch);
  yield {
    what: 'a year of the demo, from npm run demo to the last of it',
    against: 'a minute',
    unit: 's',
    ours: [seconds],
    theirs: [60],
    target: staysUnder(60, 'ours'),
  };
  const page = `/${slug}`;
  const { address } = await served(scratch, dataDir, page);
  for (const asked of ['', '?lang=fr', '?lang=ko']) {
    yield {
      what: `GET /{ledger}${asked} of the demo, ${connections} connections`,
      against: 'a bare Fastify route sending the same bytes and headers',
      unit: '/s',
      ...(await besideBareRoute(scratch, `${address}${page}${asked}`, rounds, connections)),
      target: reaches(0.5, 'ratio'),
    };
  }
}
