import { bundlePath, tilePath, tilesOf } from '../../src/public-log/tiles.js';
import type { TestProgram } from '../support/ledger.js';

/** One answer of the program to somebody who is nobody. */
export interface Said {
  readonly url: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly bytes: Buffer;
}

/** Every public address of the ledger `river` with these months, as one reader finds it: pages, feeds, the whole log and one tile beyond it. */
export async function everyAddress(program: TestProgram, months: readonly string[]): Promise<readonly Said[]> {
  const get = (url: string) => program.app.inject({ method: 'GET', url: `/river${url}` });
  const size = Number((await get('/log/checkpoint')).body.split('\n')[1]);
  const tiles = [...tilesOf(size)].flatMap((tile) => [tilePath(tile), ...(tile.level === 0 ? [bundlePath(tile)] : [])]);
  const pages = ['', '/promise', '/feed.json', '/feed.atom', '/verify', ...months.map((month) => `/months/${month}`)];
  const asked = ['/?lang=fr', '/promise?lang=fr', '/feed.json?before=2', '/feed.json?before=4', '/feed.atom?before=4'];
  const log = ['checkpoint', 'vkey', 'policy', 'rules', ...tiles, `tile/0/000.p/${size + 1}`].map((name) => `/log/${name}`);
  const said: Said[] = [];
  for (const url of [...pages, ...asked, ...log]) {
    const { statusCode: status, headers, rawPayload: bytes } = await get(url);
    const { date: _, ...others } = headers;
    said.push({ url, status, headers: others, bytes });
  }
  return said;
}
