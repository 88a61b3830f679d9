import { randomBytes } from 'node:crypto';
import { Decrypter, Encrypter } from 'age-encryption';
import { UnreadableBackup, opened, passingIdentity, sealed } from './age-file.js';

async function* inPieces(bytes: Buffer, size = 10_007): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function gathered(bytes: AsyncIterable<Buffer>): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of bytes) pieces.push(piece);
  return Buffer.concat(pieces);
}

const sizes = [0, 1, 65_535, 65_536, 65_537, 131_072, 200_000];

describe('A backup is an age file', () => {
  it.each(sizes)('which age itself opens, with %i bytes in it', async (size) => {
    const { identity, recipient } = await passingIdentity();
    const plain = randomBytes(size);
    const file = await gathered(sealed(inPieces(plain), [recipient]));
    const age = new Decrypter();
    age.addIdentity(identity);
    expect(Buffer.from(await age.decrypt(new Uint8Array(file))).equals(plain)).toBe(true);
  });

  it.each(sizes)('and what age sealed is opened here, with %i bytes in it', async (size) => {
    const { identity, recipient } = await passingIdentity();
    const plain = randomBytes(size);
    const age = new Encrypter();
    age.addRecipient(recipient);
    const file = Buffer.from(await age.encrypt(new Uint8Array(plain)));
    expect((await gathered(opened(inPieces(file), [identity]))).equals(plain)).toBe(true);
  });

  it('each recipient opens it, and nobody else does', async () => {
    const [one, two, other] = [await passingIdentity(), await passingIdentity(), await passingIdentity()];
    const file = await gathered(sealed(inPieces(Buffer.from('what is in the books')), [one.recipient, two.recipient]));
    for (const { identity } of [one, two])
      expect((await gathered(opened(inPieces(file), [identity]))).toString()).toBe('what is in the books');
    await expect(gathered(opened(inPieces(file), [other.identity]))).rejects.toThrow(
      'This file was sealed for another recovery key, or its beginning was changed. Name the key that belongs to it.',
    );
  });

  it('a bit that was turned is noticed, wherever it is', async () => {
    const { identity, recipient } = await passingIdentity();
    const file = await gathered(sealed(inPieces(randomBytes(140_000)), [recipient]));
    const places = [3, 60, 250, 400, 70_000, file.length - 1];
    for (const place of places) {
      const changed = Buffer.from(file);
      changed[place]! ^= 1;
      await expect(gathered(opened(inPieces(changed), [identity]))).rejects.toBeInstanceOf(UnreadableBackup);
    }
  });

  it('one that is cut off is noticed, also between two chunks', async () => {
    const { identity, recipient } = await passingIdentity();
    const plain = randomBytes(3 * 65_536);
    const file = await gathered(sealed(inPieces(plain), [recipient]));
    const payload = file.length - 3 * (65_536 + 16);
    for (const length of [0, 10, 180, payload, payload + 65_536 + 16, payload + 2 * (65_536 + 16), file.length - 1])
      await expect(gathered(opened(inPieces(file.subarray(0, length)), [identity]))).rejects.toBeInstanceOf(UnreadableBackup);
  });

  it('and so is one with something behind it', async () => {
    const { identity, recipient } = await passingIdentity();
    const file = await gathered(sealed(inPieces(randomBytes(1000)), [recipient]));
    await expect(gathered(opened(inPieces(Buffer.concat([file, file])), [identity]))).rejects.toBeInstanceOf(UnreadableBackup);
  });
});
