import { readFileSync } from 'node:fs';
import { verifyEntries } from './arithmetic.js';
import { bytesOfBase64, bytesOfHex, hexOf } from './bytes.js';
import { encodeBundle } from './bundles.js';
import { checkpointText, parseCheckpoint, signCheckpoint } from './checkpoint.js';
import { decodeEntry, encodeEntry } from './entry.js';
import { kinds } from './entry-kinds.js';
import { signatureLine } from './note.js';
import { signingKey, vkeyOf } from './note-key.js';
import { openUnderPolicy, parsePolicy } from './policy.js';
import { checkConsistency, checkInclusion } from './proof.js';
import { orderOfKinds } from './publication-order.js';
import { parseTlogProof } from './tlog-proof.js';
import { leafHash, treeRoot } from './tree.js';

const format = readFileSync('docs/public-log.md', 'utf8');
const chapter = (from: string, to: string): string => format.slice(format.indexOf(from), format.indexOf(to));

describe('The document of the format', () => {
  it('shows an example log that a verifier accepts, byte for byte', () => {
    const lines = format.split('\n').filter((line) => line.startsWith('{"'));
    expect(lines.length).toBeGreaterThan(5);
    expect(verifyEntries(lines.map((line) => decodeEntry(line)))).toEqual([]);
    expect(lines.map((line) => encodeEntry(decodeEntry(line)))).toEqual(lines);
  });

  it.each(Object.entries(kinds))('describes %s with every field', (kind, fields) => {
    const described = chapter('## 2. The kinds', '## 3. A publication');
    expect(described).toContain(`\`${kind}\``);
    for (const field of Object.keys(fields)) expect(described).toContain(`\`${field}\``);
  });

  it('gives the order of kinds as the program keeps it', () => {
    const named = [...chapter('## 3. A publication', '## 4. The schedule').matchAll(/`([a-z]+\.[a-z]+)`/g)].map(([, kind]) => kind);
    expect(named).toEqual(orderOfKinds);
  });
});

describe('The test vectors of the document', () => {
  const entries = format
    .split('\n')
    .filter((line) => line.startsWith('{"'))
    .map((line) => new TextEncoder().encode(line));
  const vectors = format.slice(format.indexOf('## 18. Test vectors'));
  const blocks = [...vectors.matchAll(/```text\n([\s\S]*?)```/g)].map(([, block = '']) => block);
  const [leaves = '', keys = '', file = '', consistency = ''] = blocks;
  const seedFrom = (first: number) => Uint8Array.from({ length: 32 }, (_, at) => first + at);
  const log = signingKey('ledger.example/north-street/log', 'log', seedFrom(0));
  const witness = signingKey('witness.example/w1', 'witness', seedFrom(32));
  const hashes = entries.map(leafHash);

  it('give the leaves, the keys and the bundle of the example log', () => {
    expect(leaves).toBe(hashes.map((hash, at) => `${at} ${hexOf(hash)}\n`).join(''));
    expect(keys).toBe(`${vkeyOf(log)}\n${vkeyOf(witness)}\n`);
    const bundle = encodeBundle(entries);
    expect(vectors).toContain(`${bundle.length.toLocaleString('en')} bytes, which begin with \`${hexOf(bundle.subarray(0, 4))}\``);
  });

  it('give its head, signed by both, to the byte', () => {
    const head = { origin: log.name, size: entries.length, root: treeRoot(hashes) };
    const note = signCheckpoint(head, log) + signatureLine(checkpointText(head), witness, 1_800_000_000);
    expect(parseTlogProof(file).checkpoint).toBe(note);
    const policy = parsePolicy(`log ${vkeyOf(log)}\nwitness w ${vkeyOf(witness)}\nquorum w\n`);
    expect(openUnderPolicy(note, policy).signed).toHaveLength(2);
  });

  it('give proofs that hold', () => {
    const { index, hashes: proof, checkpoint } = parseTlogProof(file);
    const { size, root } = parseCheckpoint(checkpoint.slice(0, checkpoint.indexOf('\n\n') + 1));
    checkInclusion(proof, { index, size, root, leaf: hashes[index]! });
    const older = bytesOfHex(/root `([0-9a-f]{64})`/.exec(vectors)![1]!)!;
    const lines = consistency.trim().split('\n');
    checkConsistency(
      lines.map((line) => bytesOfBase64(line)!),
      { size: 6, root: older },
      { size, root },
    );
  });
});

describe('The table of exit codes', () => {
  it('names every fault of a head, a tile, a proof, a policy, a receipt and of reading, and no other', () => {
    const table = format.slice(format.indexOf('| exit code'), format.indexOf('## 18.'));
    const named = [...table.matchAll(/`([a-z]+\/[a-z-]+)`/g)].map(([, code]) => code);
    const sources = [
      'src/public-log/log-fault.ts',
      'src/verifying/reading.ts',
      'src/verifying/remembered.ts',
      'src/verifying/successor.ts',
    ].map((name) => readFileSync(name, 'utf8'));
    const known = sources.flatMap((text) =>
      [...text.slice(0, text.search(/class |^const |^export interface/m)).matchAll(/'([a-z]+\/[a-z-]+)'/g)].map(([, code]) => code),
    );
    expect([...named].sort()).toEqual([...known].sort());
  });
});
