/** Bytes and their texts, without Node's Buffer: whoever checks a log does it with the same code in a browser. */
export function joinBytes(...parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at += 1) if (a[at] !== b[at]) return false;
  return true;
}

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** @returns undefined where the bytes are no UTF-8 */
export function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

export const hexOf = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** @returns undefined where the text is not pairs of hexadecimal digits in lower case */
export function bytesOfHex(text: string): Uint8Array | undefined {
  if (!/^(?:[0-9a-f]{2})*$/.test(text)) return undefined;
  return Uint8Array.from({ length: text.length / 2 }, (_, at) => Number.parseInt(text.slice(at * 2, at * 2 + 2), 16));
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const sextets = new Int16Array(128).fill(-1);
for (let value = 0; value < alphabet.length; value += 1) sextets[alphabet.charCodeAt(value)] = value;

/** Standard base64 (RFC 4648 section 4), padded. */
export function base64Of(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const group = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    const letters = Math.min(bytes.length - at, 3) + 1;
    for (let letter = 0; letter < 4; letter += 1) text += letter < letters ? alphabet[(group >> (18 - 6 * letter)) & 63] : '=';
  }
  return text;
}

/**
 * Reads standard base64 as it is written here and no other way: padded, of its own alphabet, without a loose bit at the
 * end (RFC 4648 section 3.5), so that bytes have one text.
 * @returns undefined for every other text
 */
export function bytesOfBase64(text: string): Uint8Array | undefined {
  if (text.length % 4 !== 0) return undefined;
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const bytes = new Uint8Array((text.length / 4) * 3 - padding);
  const whole = padding > 0 ? text.length - 4 : text.length;
  let to = 0;
  let all = 0;
  for (let at = 0; at < whole; at += 4, to += 3) {
    const group = (sextet(text, at) << 18) | (sextet(text, at + 1) << 12) | (sextet(text, at + 2) << 6) | sextet(text, at + 3);
    all |= group;
    bytes[to] = group >> 16;
    bytes[to + 1] = group >> 8;
    bytes[to + 2] = group;
  }
  return all < 0 || (padding > 0 && !readLast(text, padding, bytes)) ? undefined : bytes;
}

/** Six bits; negative, and so is every group that it is in, for a letter that is none. */
const sextet = (text: string, at: number): number => sextets[text.charCodeAt(at)] ?? -1;

/** The group of four letters that has padding. False for a letter that is none, and for a loose bit. */
function readLast(text: string, padding: number, bytes: Uint8Array): boolean {
  const at = text.length - 4;
  const group = (sextet(text, at) << 18) | (sextet(text, at + 1) << 12) | ((padding === 2 ? 0 : sextet(text, at + 2)) << 6);
  const rest = bytes.length - (3 - padding);
  for (let byte = rest; byte < bytes.length; byte += 1) bytes[byte] = group >> (16 - 8 * (byte - rest));
  return group >= 0 && (group & ((1 << (8 * padding)) - 1)) === 0;
}
