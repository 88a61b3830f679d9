import { slug } from '../../src/demo/practice.js';
import { bundlePath, tilePath } from '../../src/public-log/tiles.js';
import { besideBareRoute, filledDemo, served } from '../beside-bare-route.js';
import { type Figure, reaches } from '../harness.js';
import type { Pace } from '../pace.js';
import type { Scratch } from '../scratch.js';

const connections = 64;

/** The files of the log as the program serves them, beside a bare Fastify route sending the same bytes. */
export async function* serving(scratch: Scratch, { rounds }: Pick<Pace, 'rounds'>): AsyncGenerator<Figure> {
  const { dataDir } = await filledDemo(scratch);
  const { address, stop } = await served(scratch, dataDir, `/${slug}/log/checkpoint`);
  const size = Number((await (await fetch(`${address}/${slug}/log/checkpoint`)).text()).split('\n')[1]);
  for (const [what, name] of [
    ['the checkpoint', 'checkpoint'],
    ['a tile', tilePath({ level: 0, index: 0, width: size })],
    ['a bundle', bundlePath({ index: 0, width: size })],
  ]) {
    yield {
      what: `GET ${what} of the log, ${connections} connections`,
      against: 'a bare Fastify route sending the same bytes and headers',
      unit: '/s',
      ...(await besideBareRoute(scratch, `${address}/${slug}/log/${name}`, rounds, connections)),
      target: reaches(0.8, 'ratio'),
    };
  }
  await stop();
}
