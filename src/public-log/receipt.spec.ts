import { bytesOfBase64, bytesOfHex } from './bytes.js';
import { openCheckpoint, signCheckpoint } from './checkpoint.js';
import { encodeEntry } from './entry.js';
import { signingKey } from './note-key.js';
import { inclusionSpans, proofOf } from './proof.js';
import { checkReceipt, encodeReceipt, parseReceipt, type Receipt } from './receipt.js';
import { packSlots, partsOf } from './slot-list.js';
import { slotCommitment, slotSalt } from './slots.js';
import { encodeTlogProof, parseTlogProof } from './tlog-proof.js';
import { leafHash, treeRoot } from './tree.js';

/** The key, the openings and so the commitments of the published test vector, among four slots of other people. */
const origin = 'ledger.example/2026';
const slotKey = Uint8Array.from({ length: 32 }, (_, at) => at);
const openingOf = (j: number) => ({
  currency: 'CAD',
  j,
  origin,
  period: '2026-10',
  ref: 'f0e0d0c0b0a090807060504030201000',
  unit: 500n,
});
const opened = [0, 1].map((j) => ({ opening: openingOf(j), salt: slotSalt(slotKey, openingOf(j)) }));
const others = [1, 2, 3, 4].map((byte) => new Uint8Array(32).fill(byte * 50));
const slots = partsOf([...others, ...opened.map(({ salt, opening }) => slotCommitment(salt, opening))])[0]!;
const bytes = (text: string) => new TextEncoder().encode(text);
const batch = bytes(
  encodeEntry({
    v: 1,
    kind: 'batch.paid',
    date: '2026-12-08',
    period: '2026-10',
    currency: 'CAD',
    unit: 500n,
    count: 6,
    total: 3000n,
    part: 1,
    parts: 1,
    slots: packSlots(slots),
  }),
);
const pledge = bytes(
  encodeEntry({ v: 1, kind: 'pledge.accrued', date: '2026-12-08', period: '2026-10', currency: 'CAD', minor: 1n, practice: 'a' }),
);

const log = signingKey(origin, 'log', new Uint8Array(32).fill(1));
const entries = [pledge, batch, pledge];
const leaves = entries.map(leafHash);
const proofFor = (index: number) => ({
  index,
  hashes: proofOf(inclusionSpans(index, 3), ({ height, index: at }) => treeRoot(leaves.slice(at * 2 ** height, (at + 1) * 2 ** height))),
  checkpoint: signCheckpoint({ origin, size: 3, root: treeRoot(leaves) }, log),
});
const receipt: Receipt = { proof: proofFor(1), entry: batch, opened };
const check = (file: string) => {
  const read = parseReceipt(file);
  return checkReceipt(read, openCheckpoint(read.proof.checkpoint, origin, [log]));
};
const codeOf = (act: () => unknown): string => {
  try {
    act();
  } catch (fault) {
    return (fault as { code: string }).code;
  }
  return 'accepted';
};

describe('A receipt', () => {
  it('shows its holder that their slots were counted, and how much that is', () => {
    expect(check(encodeReceipt(receipt))).toMatchObject({ index: 1, slots: 2, minor: 1000n, entry: { period: '2026-10' } });
  });

  it('opens the slots of the published test vector', () => {
    const [first] = parseReceipt(encodeReceipt(receipt)).opened;
    expect(first?.salt).toEqual(bytesOfHex('b630439bbac540501fbcf60e7edfa0232eb76154bab85657b219b971a730eb97'));
  });

  it('is a proof that any program for such proofs reads, with the openings beside it', () => {
    const { extra, ...proof } = parseTlogProof(encodeReceipt(receipt));
    expect(proof.index).toBe(1);
    expect(new TextDecoder().decode(extra)).toMatch(/^\{"entry":"[^"]+","openings":\[\{"opening":\{"currency":"CAD","j":0,/);
  });

  const changed = (change: Partial<ReturnType<typeof openingOf>>) =>
    encodeReceipt({ ...receipt, opened: [{ ...opened[0]!, opening: { ...openingOf(0), ...change } }] });
  const extraReplaced = (from: string, to: string) => {
    const proof = parseTlogProof(encodeReceipt(receipt));
    return encodeTlogProof({ ...proof, extra: bytes(new TextDecoder().decode(proof.extra).replace(from, to)) });
  };

  it.each([
    ['of another log', changed({ origin: 'ledger.example/2027' }), 'receipt/other-log'],
    ['of another month', changed({ period: '2026-11' }), 'receipt/other-batch'],
    ['of another currency', changed({ currency: 'USD' }), 'receipt/other-batch'],
    ['of a larger unit', changed({ unit: 5000n }), 'receipt/other-batch'],
    ['of a slot that is not there', changed({ j: 2 }), 'receipt/not-in-batch'],
    ['of one slot twice', encodeReceipt({ ...receipt, opened: [opened[0]!, opened[0]!] }), 'receipt/not-in-batch'],
    ['with another salt', encodeReceipt({ ...receipt, opened: [{ ...opened[0]!, salt: opened[1]!.salt }] }), 'receipt/not-in-batch'],
    ['of an entry that pays nobody', encodeReceipt({ ...receipt, entry: pledge, proof: proofFor(0) }), 'receipt/other-batch'],
    ['with the proof of another entry', encodeReceipt({ ...receipt, proof: proofFor(0) }), 'proof/not-included'],
    ['without openings', encodeTlogProof(receipt.proof), 'receipt/malformed'],
    ['with an empty list of openings', encodeReceipt({ ...receipt, opened: [] }), 'receipt/malformed'],
    ['with a name beside the opening', extraReplaced('"}],"v"', '","who":"Ada"}],"v"'), 'receipt/malformed'],
    ['with a name in it', extraReplaced('"j":0', '"j":0,"name":"Ada"'), 'receipt/malformed'],
    ['with a space in its openings', extraReplaced(':', ': '), 'receipt/malformed'],
    ['with half a slot', extraReplaced('"j":0', '"j":0.5'), 'receipt/malformed'],
    ['with a salt cut short', extraReplaced('"salt":"b630', '"salt":"b6'), 'receipt/malformed'],
    ['with something that is no JSON', extraReplaced('{', ''), 'receipt/malformed'],
    ['of null', extraReplaced('{"opening":', 'null,{"opening":'), 'receipt/malformed'],
  ])('%s is refused by name', (_, file, code) => {
    expect(codeOf(() => check(file))).toBe(code);
  });

  it('with any one bit flipped shows no more and nothing else than before', () => {
    const file = bytes(encodeReceipt(receipt));
    const accepted = new Set<string>();
    for (let bit = 0; bit < file.length * 8; bit += 3) {
      const other = new TextDecoder().decode(file.map((byte, at) => (at === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte)));
      if (codeOf(() => check(other)) === 'accepted') accepted.add(other);
    }
    expect([...accepted]).toEqual([]);
  });
});

describe('A proof in a file', () => {
  const file = encodeTlogProof(proofFor(1));

  it('is written line by line as C2SP tlog-proof says, and read back the same', () => {
    expect(file.split('\n').slice(0, 2)).toEqual(['c2sp.org/tlog-proof@v1', 'index 1']);
    expect(encodeTlogProof(parseTlogProof(file))).toBe(file);
    expect(bytesOfBase64(file.split('\n')[2]!)).toHaveLength(32);
  });

  it.each([
    ['another first line', file.replace('@v1', '@v2')],
    ['no index', file.replace('index 1\n', '')],
    ['an index with a leading zero', file.replace('index 1', 'index 01')],
    ['an index past 2^53 - 1', file.replace('index 1', 'index 9007199254740992')],
    ['an extra that is no base64', file.replace('index', 'extra !\nindex')],
    ['a hash cut short', file.replace(/(index 1\n).{4}/, '$1')],
    ['hashes without end', file.replace('index 1\n', `index 1\n${`${file.split('\n')[2]}\n`.repeat(200)}`)],
    ['nothing after its lines', file.slice(0, file.indexOf('\n\n'))],
    ['nothing', ''],
  ])('with %s is refused', (_, other) => {
    expect(codeOf(() => parseTlogProof(other))).toBe('proof/malformed');
  });
});
