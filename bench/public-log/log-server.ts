import { createServer } from 'node:http';
import { encodeBundle } from '../../src/public-log/bundles.js';
import { signCheckpoint } from '../../src/public-log/checkpoint.js';
import { signingKey, vkeyOf } from '../../src/public-log/note-key.js';
import { bundlePath, growTiles, tilePath, tileWidth } from '../../src/public-log/tiles.js';
import { leafHash, treeRoot } from '../../src/public-log/tree.js';
import { longLog, longOrigin } from './long-log.js';

/** Serves a long log out of memory, so that what is measured is the reading of it. */
const key = signingKey(longOrigin, 'log', new Uint8Array(32).fill(1));
const entries = longLog(Number(process.argv[2])).map((text) => new TextEncoder().encode(text));
const leaves = entries.map(leafHash);
const files = new Map<string, Uint8Array | string>([
  ['/checkpoint', signCheckpoint({ origin: longOrigin, size: entries.length, root: treeRoot(leaves) }, key)],
  ['/vkey', vkeyOf(key)],
]);
for (const { tile, bytes } of growTiles({ size: 0, tiles: [] }, leaves).written) {
  files.set(`/${tilePath(tile)}`, bytes);
  if (tile.level > 0) continue;
  files.set(`/${bundlePath(tile)}`, encodeBundle(entries.slice(tile.index * tileWidth, tile.index * tileWidth + tile.width)));
}

const server = createServer(({ url = '' }, answer) => {
  const file = files.get(url);
  answer.writeHead(file === undefined ? 404 : 200).end(file);
});
server.listen(Number(process.env.PORT), '127.0.0.1');
process.once('SIGTERM', () => process.exit(0));
