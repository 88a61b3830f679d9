import { inflateRawSync } from 'node:zlib';
import { invalid } from '../domain/refusal.js';

/** The parts of a ZIP file by name. A part is unpacked when it is asked for, and never beyond what is left of the bound. */
export interface Zip {
  readonly names: readonly string[];
  read(name: string): Buffer | undefined;
}

/** All parts together, unpacked, in bytes: 64 MB hold more lines than any practice has, and no bomb. */
const mostUnpackedBytes = 64 * 1024 * 1024;
const mostParts = 1000;

const [endSignature, partSignature] = [0x06054b50, 0x02014b50];
const [endBytes, partBytes, localBytes] = [22, 46, 30];
const [stored, deflated] = [0, 8];

interface Part {
  readonly method: number;
  readonly packedBytes: number;
  readonly localAt: number;
  readonly isEncrypted: boolean;
}

/**
 * Reads the list at the end of a ZIP file (APPNOTE 6.3.10, sections 4.3.12 and 4.3.16). What a part says of its own size is
 * not believed: unpacking stops at the bound. ZIP64, encryption and methods other than deflate are refused.
 * @throws InvalidInput with the field `file`
 */
export function zipIn(bytes: Uint8Array): Zip {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const parts = partsIn(file);
  let left = mostUnpackedBytes;
  return {
    names: [...parts.keys()],
    read(name) {
      const part = parts.get(name);
      if (!part) return undefined;
      const unpacked = unpack(file, part, left);
      left -= unpacked.length;
      return unpacked;
    },
  };
}

function partsIn(file: Buffer): ReadonlyMap<string, Part> {
  const end = endOf(file);
  const count = file.readUInt16LE(end + 10);
  if (count > mostParts) throw invalid('file', 'This spreadsheet has far more parts than one has. It is not read.');
  const parts = new Map<string, Part>();
  let at = file.readUInt32LE(end + 16);
  for (let index = 0; index < count; index += 1) {
    if (at + partBytes > file.length || file.readUInt32LE(at) !== partSignature) throw damaged();
    const [nameBytes, extraBytes, noteBytes] = [28, 30, 32].map((from) => file.readUInt16LE(at + from)) as [number, number, number];
    const name = file.toString('utf8', at + partBytes, at + partBytes + nameBytes);
    if (parts.has(name)) throw damaged();
    parts.set(name, {
      isEncrypted: (file.readUInt16LE(at + 8) & 1) === 1,
      method: file.readUInt16LE(at + 10),
      packedBytes: file.readUInt32LE(at + 20),
      localAt: file.readUInt32LE(at + 42),
    });
    at += partBytes + nameBytes + extraBytes + noteBytes;
  }
  return parts;
}

/** The record at the very end, behind which a comment of at most 65,535 bytes may stand. */
function endOf(file: Buffer): number {
  const earliest = Math.max(0, file.length - endBytes - 0xffff);
  for (let at = file.length - endBytes; at >= earliest; at -= 1) if (file.readUInt32LE(at) === endSignature) return at;
  throw damaged();
}

function unpack(file: Buffer, { method, packedBytes, localAt, isEncrypted }: Part, most: number): Buffer {
  if (isEncrypted) throw invalid('file', 'This spreadsheet is locked with a password. Save it without one and bring that in.');
  if (localAt + localBytes > file.length) throw damaged();
  const from = localAt + localBytes + file.readUInt16LE(localAt + 26) + file.readUInt16LE(localAt + 28);
  if (from + packedBytes > file.length) throw damaged();
  const packed = file.subarray(from, from + packedBytes);
  if (method === stored && packed.length <= most) return packed;
  if (method === stored) throw tooLarge();
  if (method !== deflated) throw damaged();
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, most) });
  } catch (error) {
    throw (error as { code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE' ? tooLarge() : damaged();
  }
}

const damaged = () => invalid('file', 'The spreadsheet is damaged or cut off. Download it again.');
const tooLarge = () => invalid('file', 'Unpacked, this spreadsheet is larger than 64 MB. Export a shorter time and bring that in.');
