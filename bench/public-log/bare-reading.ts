import { createHash } from 'node:crypto';
import { decodeBundle } from '../../src/public-log/bundles.js';
import { aFewAtATime } from '../../src/verifying/reading.js';

/**
 * Fetches every bundle of a log, hashes every entry and as many nodes as the tree has, and looks at nothing: what the
 * bytes themselves cost.
 */
const [address = '', ...bundles] = process.argv.slice(2);
const node = new Uint8Array(65);
const zero = Uint8Array.of(0);
await aFewAtATime(8, bundles, async (bundle) => {
  const [path = '', width] = bundle.split(':');
  const bytes = new Uint8Array(await (await fetch(`${address}/${path}`)).arrayBuffer());
  for (const entry of decodeBundle(bytes, { index: 0, width: Number(width) })) {
    createHash('sha256').update(zero).update(entry).digest();
    createHash('sha256').update(node).digest();
  }
});
