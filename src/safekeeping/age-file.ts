import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { ByteReader } from './byte-reader.js';

/** This file cannot be opened: no key fits, it was changed, or it is cut off. */
export class UnreadableBackup extends Error {
  override readonly name = 'UnreadableBackup';
}

export type Bytes = AsyncIterable<Buffer>;

/** Of the payload: age seals it in chunks of this size, the last one shorter or as long. */
const chunkBytes = 64 * 1024;
const tagBytes = 16;
const nonceBytes = 16;
/** A header of a few recipients is some hundred bytes. */
const longestHeader = 64 * 1024;

/**
 * Seals a stream in the format of age (age-encryption.org/v1). The header, in which the file's key is wrapped for each recipient, is made
 * by the age library; the payload is ChaCha20-Poly1305 in chunks and goes through OpenSSL, which is some ten times as fast and
 * leaves the program time for its pages.
 *
 * @param recipients like `age1…`
 */
export async function* sealed(plain: Bytes, recipients: readonly string[]): AsyncGenerator<Buffer> {
  const { header, fileKey } = await newHeader(recipients);
  const nonce = randomBytes(nonceBytes);
  yield Buffer.concat([header, nonce]);
  const key = payloadKey(fileKey, nonce);
  const reader = new ByteReader(plain);
  for (let counter = 0; ; counter += 1) {
    const chunk = await reader.upTo(chunkBytes);
    const isLast = await reader.isAtEnd();
    const cipher = createCipheriv('chacha20-poly1305', key, chunkNonce(counter, isLast), { authTagLength: tagBytes });
    yield Buffer.concat([cipher.update(chunk), cipher.final(), cipher.getAuthTag()]);
    if (isLast) return;
  }
}

/**
 * The plain bytes of an age file, each given out only once it is known to be as it was written.
 * @throws UnreadableBackup for a file that no identity opens, that was changed, or that ends too soon
 */
export async function* opened(file: Bytes, identities: readonly string[]): AsyncGenerator<Buffer> {
  const reader = new ByteReader(file);
  const fileKey = await openHeader(await headerIn(reader), identities);
  const key = payloadKey(fileKey, await reader.upTo(nonceBytes));
  for (let counter = 0; ; counter += 1) {
    const chunk = await reader.upTo(chunkBytes + tagBytes);
    const isLast = await reader.isAtEnd();
    if (chunk.length < tagBytes) throw new UnreadableBackup('This file is cut off. Take another copy of it.');
    const plain = openChunk(key, chunkNonce(counter, isLast), chunk);
    if (plain.length > 0) yield plain;
    if (isLast) return;
  }
}

/** A key pair for one file that is read back at once, and then thrown away. */
export async function passingIdentity(): Promise<{ readonly identity: string; readonly recipient: string }> {
  const identity = await generateX25519Identity();
  return { identity, recipient: await identityToRecipient(identity) };
}

/** The library tells the file's key to whoever can open the header: here a third party that exists for this moment only. */
async function newHeader(recipients: readonly string[]): Promise<{ readonly header: Buffer; readonly fileKey: Uint8Array }> {
  const passing = await passingIdentity();
  const encrypter = new Encrypter();
  for (const recipient of [...recipients, passing.recipient]) encrypter.addRecipient(recipient);
  const empty = await encrypter.encrypt(new Uint8Array(0));
  const header = Buffer.from(empty.subarray(0, empty.length - nonceBytes - tagBytes));
  return { header, fileKey: await openHeader(header, [passing.identity]) };
}

async function openHeader(header: Buffer, identities: readonly string[]): Promise<Uint8Array> {
  const decrypter = new Decrypter();
  for (const identity of identities) decrypter.addIdentity(identity);
  try {
    return await decrypter.decryptHeader(new Uint8Array(header));
  } catch (error) {
    throw new UnreadableBackup('This file was sealed for another recovery key, or its beginning was changed. Name the key that belongs to it.', {
      cause: error,
    });
  }
}

/** Up to the line that begins with three dashes and holds the header's own checksum. */
async function headerIn(reader: ByteReader): Promise<Buffer> {
  const lines: Buffer[] = [];
  for (let length = 0; length < longestHeader; ) {
    const line = await reader.line(longestHeader);
    if (line === undefined) break;
    if (lines.length === 0 && line.toString('latin1') !== 'age-encryption.org/v1\n') break;
    lines.push(line);
    length += line.length;
    if (line.toString('latin1').startsWith('--- ')) return Buffer.concat(lines);
  }
  throw new UnreadableBackup('This is no age file. Name a file that backup wrote.');
}

const payloadKey = (fileKey: Uint8Array, nonce: Uint8Array): Buffer => Buffer.from(hkdfSync('sha256', fileKey, nonce, 'payload', 32));

/** Eleven bytes of a counter, and one that says whether the file ends here: so nothing can be left out, put in or cut off. */
function chunkNonce(counter: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUIntBE(counter, 5, 6);
  nonce[11] = isLast ? 1 : 0;
  return nonce;
}

function openChunk(key: Buffer, nonce: Buffer, chunk: Buffer): Buffer {
  const decipher = createDecipheriv('chacha20-poly1305', key, nonce, { authTagLength: tagBytes });
  decipher.setAuthTag(chunk.subarray(chunk.length - tagBytes));
  try {
    return Buffer.concat([decipher.update(chunk.subarray(0, chunk.length - tagBytes)), decipher.final()]);
  } catch (error) {
    throw new UnreadableBackup('This file was changed since it was written, or is cut off. Take another copy of it.', { cause: error });
  }
}
