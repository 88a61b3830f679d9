/** How many bytes a box grows by. With 64, nearly every name, handle, address and amount of one line is as long as any other. */
export const paddingStep = 64;

const mark = 0x80;

/** UTF-8, one byte 0x80, then zeros up to the next multiple of the step (ISO/IEC 7816-4): the length does not tell the name. */
export function padded(text: string): Buffer {
  const size = Buffer.byteLength(text);
  const bytes = Buffer.alloc((Math.floor(size / paddingStep) + 1) * paddingStep);
  bytes.write(text);
  bytes[size] = mark;
  return bytes;
}

/** Takes any number of zeros, so that the step may change without touching what is already written. */
export function unpadded(bytes: Buffer): string {
  let end = bytes.length - 1;
  while (end >= 0 && bytes[end] === 0) end -= 1;
  if (bytes[end] !== mark) throw new Error('A sealed field opens to bytes without their end mark.');
  return bytes.toString('utf8', 0, end);
}
