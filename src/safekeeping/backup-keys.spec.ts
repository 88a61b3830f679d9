import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fromCanonical } from '../domain/canonical.js';
import { keyBytes } from './backup-keys.js';

describe('The keys that a backup keeps apart', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'ledger-keys-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const secret = (byte: number): Buffer => Buffer.alloc(32, byte);
  const kept = async (more: object = {}) => {
    const pieces: Buffer[] = [];
    const places = { wrappingKeyFile: path.join(folder, 'wrapping.key'), logKeyDir: folder, wrappingKey: secret(1), ...more };
    for await (const piece of keyBytes(places)) pieces.push(piece);
    return Object.keys(fromCanonical(Buffer.concat(pieces).toString().split('\n').slice(1).join('\n')) as object).sort();
  };

  it('are those of every log, of one that came after another too', async () => {
    const ledger = '01990000-0000-7000-8000-0000000000aa';
    for (const name of [`${ledger}.key`, `${ledger}-2.key`, 'witness.key', 'note.txt'])
      await writeFile(path.join(folder, name), 'PRIVATE+KEY+…');
    expect(await kept()).toEqual([`log/${ledger}-2.key`, `log/${ledger}.key`, 'log/witness.key', 'wrapping.key']);
  });

  it('are both wrapping keys while one takes the place of the other', async () => {
    expect(await kept({ formerWrappingKey: secret(2) })).toEqual(['former.key', 'wrapping.key']);
  });
});
