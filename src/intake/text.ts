import { invalid } from '../domain/refusal.js';

/** The largest file that is read, in bytes: 20 MB, many years of one practice. */
export const largestFileBytes = 20 * 1024 * 1024;

/** What Windows-1252 shows for the bytes 80 to 9F; a blank where it shows nothing. Source: WHATWG Encoding, its index. */
const highWindows1252 = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';

/**
 * A file's bytes as text, without its byte-order mark. UTF-16 where a mark says so, else UTF-8, else Windows-1252 (the
 * accents of French bank files survive).
 * @throws InvalidInput with the field `file` for what is no text: empty, over 20 MB, PDF, spreadsheet, binary, damaged
 */
export function textOf(bytes: Uint8Array): string {
  refuseWhatIsNoText(bytes);
  const text = decoded(bytes);
  if (text.trim() === '') throw invalid('file', 'The file is empty. Download it again and choose that file.');
  // Of the control characters text has tab, line feed, form feed and carriage return (80 to 9F: noise of older exports).
  if (/[^\P{Cc}\t\n\f\r\u0080-\u009f]/u.test(text)) throw binary();
  return text;
}

/** The beginning of a file as text, good enough to recognise its header. Never throws. */
export function glimpseOf(head: Uint8Array): string {
  const utf16 = utf16Of(head);
  if (utf16) return new TextDecoder(utf16).decode(head);
  const text = new TextDecoder('utf-8').decode(head);
  return text.includes('\ufffd') ? (windows1252(head) ?? text) : text;
}

/** Refuses by size and by the first bytes, before anything is decoded. */
export function refuseWhatIsNoText(bytes: Uint8Array): void {
  if (bytes.length === 0) throw invalid('file', 'The file is empty. Download it again and choose that file.');
  if (bytes.length > largestFileBytes) {
    throw invalid('file', 'The file is larger than 20 MB. Download a shorter time, a month or a year, and bring that in.');
  }
  if (beginsWith(bytes, '%PDF-')) {
    throw invalid('file', 'This is a PDF. Download the same statement as CSV from your bank or from PayPal and bring that in.');
  }
  if (beginsWith(bytes, 'PK\x03\x04') || beginsWith(bytes, '\xd0\xcf\x11\xe0')) {
    throw invalid('file', 'This is a spreadsheet or a ZIP file. Bring in the CSV file itself, as it was downloaded.');
  }
  if (!utf16Of(bytes) && bytes.includes(0)) throw binary();
}

function decoded(bytes: Uint8Array): string {
  const utf16 = utf16Of(bytes);
  if (utf16) return strictly(utf16, bytes) ?? refuseDamaged();
  const utf8 = strictly('utf-8', bytes);
  if (utf8 !== undefined) return utf8;
  // UTF-8 with a flaw, or cut inside a letter, must not be read as Windows-1252: every accent in it would turn to noise.
  if (looksLikeUtf8(bytes)) return refuseDamaged();
  const text = windows1252(bytes);
  if (text === undefined) throw binary();
  return text;
}

function strictly(encoding: string, bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** True if the bytes say they are UTF-8 (the mark) or hold more letters of UTF-8 beyond ASCII than flaws. */
function looksLikeUtf8(bytes: Uint8Array): boolean {
  if (beginsWith(bytes, '\xef\xbb\xbf')) return true;
  const text = new TextDecoder('utf-8').decode(bytes);
  const flaws = text.match(/\ufffd/g)?.length ?? 0;
  const letters = text.match(/[^\p{ASCII}\ufffd]/gu)?.length ?? 0;
  return letters > flaws;
}

function windows1252(bytes: Uint8Array): string | undefined {
  let undefinedByte = false;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    .toString('latin1')
    .replace(/[\u0080-\u009f]/g, (letter) => {
      const shown = highWindows1252.charAt(letter.charCodeAt(0) - 0x80);
      undefinedByte ||= shown === ' ';
      return shown;
    });
  return undefinedByte ? undefined : text;
}

function utf16Of(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (beginsWith(bytes, '\xff\xfe')) return 'utf-16le';
  return beginsWith(bytes, '\xfe\xff') ? 'utf-16be' : undefined;
}

export const beginsWith = (bytes: Uint8Array, latin1: string): boolean =>
  bytes.length >= latin1.length && [...latin1].every((letter, index) => bytes[index] === letter.charCodeAt(0));

const binary = () => invalid('file', 'This file is not text. Bring in the CSV file that your bank or PayPal lets you download.');

function refuseDamaged(): never {
  throw invalid('file', 'The file is damaged or cut off in the middle of a letter. Download it again.');
}
