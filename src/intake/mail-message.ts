import PostalMime, { type Address, addressParser } from 'postal-mime';
import { lines, textOfHtml } from './mail-text.js';

/** One header as it stands there, unfolded; in the order of the mail, so that the topmost is the first. */
export interface MailHeader {
  readonly key: string;
  readonly value: string;
}

/** A mail taken apart: its headers as they were sent, its words decoded. */
export interface OpenMail {
  /** The bytes with CR LF at the end of every line, as they travelled: what a signature was made over. */
  readonly bytes: Uint8Array;
  readonly headers: readonly MailHeader[];
  /** Decoded (RFC 2047), blanks of every width as one. */
  readonly subject: string;
  /** What the plain part says, and what the HTML part shows; either may be empty. */
  readonly texts: readonly string[];
}

/** Headers take up no more than this, in bytes; Interac's with all that hosts on the way add are about 10 KB. */
const mostHeaderBytes = 128 * 1024;
const deepest = 20;

/** What cannot be a mail, or is built so that two readers could read it differently. */
export class UnreadableMail extends Error {
  override readonly name = 'UnreadableMail';
}

/**
 * Opens a raw mail. A header that is not written plainly (RFC 5322: name, colon, value, folded lines begin with a blank) is
 * refused: what checks signatures and what reads words must see the same headers.
 * @throws UnreadableMail
 */
export async function openMail(raw: Uint8Array): Promise<OpenMail> {
  const bytes = withNetworkLineEnds(raw);
  const headers = headersOf(bytes);
  const parsed = await PostalMime.parse(bytes, {
    forceRfc822Attachments: true,
    maxNestingDepth: deepest,
    maxHeadersSize: mostHeaderBytes,
  }).catch(() => {
    throw new UnreadableMail();
  });
  if (parsed.headers.map(({ key }) => key).join() !== headers.map(({ key }) => key).join()) throw new UnreadableMail();
  const texts = [lines(parsed.text ?? ''), parsed.html ? textOfHtml(parsed.html) : ''].filter((text) => text !== '');
  return { bytes, headers, subject: lines(parsed.subject ?? '').replace(/\n/g, ' '), texts };
}

/** Mails are saved with the line ends of the machine; signatures are made over those of the network. */
function withNetworkLineEnds(raw: Uint8Array): Uint8Array {
  return Buffer.from(Buffer.from(raw).toString('latin1').replace(/\r?\n/g, '\r\n'), 'latin1');
}

function headersOf(bytes: Uint8Array): MailHeader[] {
  const end = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).indexOf('\r\n\r\n');
  if (end < 0 || end > mostHeaderBytes) throw new UnreadableMail();
  const headers: { key: string; value: string }[] = [];
  for (const line of Buffer.from(bytes.subarray(0, end)).toString('latin1').split('\r\n')) {
    const last = headers.at(-1);
    if (/[\r\0]/.test(line)) throw new UnreadableMail();
    if (/^[ \t]/.test(line) && last) last.value += line;
    else {
      const [, key, value] = /^([\x21-\x39\x3b-\x7e]+):(.*)$/s.exec(line) ?? [];
      if (key === undefined || value === undefined) throw new UnreadableMail();
      headers.push({ key: key.toLowerCase(), value });
    }
  }
  return headers;
}

export const valuesOf = ({ headers }: OpenMail, key: string): readonly string[] =>
  headers.filter((header) => header.key === key).map(({ value }) => value.trim());

/** The addresses of a header, in lower case, those inside a group too. */
export const addressesOf = (value: string): readonly string[] =>
  (addressParser(value, { flatten: true }) as Address[])
    .map(({ address = '' }) => address.toLowerCase())
    .filter((address) => address !== '');
