const lengthBytes = 4;

/**
 * Several values as one run of bytes that can be read in one way only: `tag`, a line feed, then each part as a big-endian
 * uint32 byte length and its bytes. Text is UTF-8. The tag says what the bytes are for, so that bytes made for one purpose
 * are never taken for another. For good: docs/decisions/0002-sealed-fields.md.
 */
export function framed(tag: string, parts: readonly (Buffer | string)[]): Buffer {
  const head = `${tag}\n`;
  let size = Buffer.byteLength(head);
  for (const part of parts) size += lengthBytes + Buffer.byteLength(part);
  const bytes = Buffer.allocUnsafe(size);
  let end = bytes.write(head);
  for (const part of parts) {
    const from = end + lengthBytes;
    const length = typeof part === 'string' ? bytes.write(part, from) : part.copy(bytes, from);
    bytes.writeUInt32BE(length, end);
    end = from + length;
  }
  return bytes;
}

/** The 16 bytes of a UUID, however its letters are written. */
export function uuidBytes(uuid: string): Buffer {
  if (!/^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(uuid)) throw new TypeError('An id of the vault is not a UUID.');
  return Buffer.from(uuid.replaceAll('-', ''), 'hex');
}
