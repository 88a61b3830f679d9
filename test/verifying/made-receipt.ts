import { encodeEntry } from '../../src/public-log/entry.js';
import { inclusionSpans, proofOf, readTiles } from '../../src/public-log/proof.js';
import { encodeReceipt, type Opened } from '../../src/public-log/receipt.js';
import { packSlots, partsOf } from '../../src/public-log/slot-list.js';
import { slotCommitment, slotSalt } from '../../src/public-log/slots.js';
import { tilePath } from '../../src/public-log/tiles.js';
import { at } from './arithmetic-mutants.js';
import { madeLog, origin, textIn, utf8 } from './made-log.js';

const slotKey = Uint8Array.from({ length: 32 }, (_, place) => place);

/** Two slots of one person, in the batch of entry 4 beside a slot of somebody else. */
export const opened: readonly Opened[] = [0, 1].map((j) => {
  const opening = { currency: 'CAD', j, origin, period: '2026-10', ref: 'f0e0d0c0b0a090807060504030201000', unit: 500n };
  return { opening, salt: slotSalt(slotKey, opening) };
});
const [slots] = partsOf([...opened.map(({ salt, opening }) => slotCommitment(salt, opening)), new Uint8Array(32)]);
export const receiptEntries = at(4, { count: 3, total: 1500n, slots: packSlots(slots!) }).map((entry) => encodeEntry(entry));

const files = madeLog(receiptEntries);
const hashes = proofOf(
  inclusionSpans(4, 22),
  readTiles(22, (tile) => files.get(tilePath(tile))!),
);

export const receiptFor = (openings: readonly Opened[] = opened): string =>
  encodeReceipt({
    proof: { index: 4, hashes, checkpoint: textIn(files, 'checkpoint') },
    entry: utf8(receiptEntries[4]!),
    opened: openings,
  });
