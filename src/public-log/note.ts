import { base64Of, bytesOfBase64, joinBytes, textOf, utf8 } from './bytes.js';
import { cosignedAt, cosignature } from './cosignature.js';
import { isSigned, signBytes } from './ed25519.js';
import { LogFault } from './log-fault.js';
import { isKeyName, isSameKey, type NoteKey, type SigningKey } from './note-key.js';

/** A note is small. Room for a hundred signatures of any kind that is in use. */
export const longestNote = 1_000_000;
const mostSignatures = 100;

export interface NoteSignature {
  readonly name: string;
  readonly id: Uint8Array;
  /** What follows the id: for Ed25519 the 64 bytes, for a witness its time before them. */
  readonly bytes: Uint8Array;
}

/** A note as it stands, nothing of it verified. */
export interface ParsedNote {
  /** With its last newline. This is what is signed. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/** Who signed, and for a witness when, in seconds since 1970. */
export interface Signed {
  readonly key: NoteKey;
  readonly at?: number;
}

/**
 * Takes a signed note apart (C2SP signed-note): text that ends in a newline, an empty line, and one line a signature,
 * `— name base64(id ‖ signature)`, where the dash is U+2014.
 * @throws LogFault `note/malformed`
 */
export function parseNote(note: Uint8Array | string): ParsedNote {
  const text = typeof note === 'string' ? note : note.length <= longestNote ? textOf(note) : undefined;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
  if (text === undefined || text.length > longestNote || /[\u0000-\u0009\u000b-\u001f]/.test(text))
    throw new LogFault('note/malformed', `A note is UTF-8 of at most ${longestNote} bytes, without control characters.`);
  const end = text.lastIndexOf('\n\n');
  const lines = text.slice(end + 2).split('\n');
  if (end < 1 || lines.pop() !== '' || lines.length === 0)
    throw new LogFault('note/malformed', 'A note is text, an empty line, and lines of signatures, each with its newline.');
  if (lines.length > mostSignatures) throw new LogFault('note/malformed', `A note has at most ${mostSignatures} signatures.`);
  return { text: text.slice(0, end + 1), signatures: lines.map(signatureIn) };
}

function signatureIn(line: string): NoteSignature {
  const [dash, name = '', encoded = '', ...more] = line.split(' ');
  const bytes = bytesOfBase64(encoded);
  if (dash !== '—' || !isKeyName(name) || !bytes || bytes.length < 5 || more.length > 0)
    throw new LogFault('note/malformed', `A line of a signature is "— name base64"; this is not: "${line.slice(0, 80)}".`);
  return { name, id: bytes.subarray(0, 4), bytes: bytes.subarray(4) };
}

/**
 * The text of a note, once one of these keys is found to have signed it. Signatures of other keys are passed over, also
 * where they share a name or an id with one of these; a bad signature of one of these refuses the whole note.
 * @throws LogFault `note/malformed`, `note/bad-signature`, `note/not-signed`
 */
export function openNote(
  note: Uint8Array | string,
  keys: readonly NoteKey[],
): { readonly text: string; readonly signed: readonly Signed[] } {
  const { text, signatures } = parseNote(note);
  const signed = new Map<NoteKey, Signed>();
  for (const signature of signatures) {
    const key = keys.find((known) => isSameKey(known, signature));
    if (key) signed.set(key, signedBy(key, text, signature));
  }
  if (signed.size === 0) throw new LogFault('note/not-signed', 'No known key has signed this note.');
  return { text, signed: [...signed.values()] };
}

function signedBy(key: NoteKey, text: string, { bytes }: NoteSignature): Signed {
  const at = key.role === 'witness' ? cosignedAt(key, text, bytes) : undefined;
  const isGood = key.role === 'witness' ? at !== undefined : isSigned(key.publicKey, utf8(text), bytes);
  if (!isGood) throw new LogFault('note/bad-signature', `The signature of ${key.name} is not one over this text.`);
  return at === undefined ? { key } : { key, at };
}

/** The line that a key adds to a note. @param at seconds since 1970, for a witness */
export function signatureLine(text: string, key: SigningKey, at?: number): string {
  if ((key.role === 'witness') !== (at !== undefined)) throw new RangeError('A witness signs at a time, a log at none.');
  const bytes = at === undefined ? signBytes(key.seed, utf8(text)) : cosignature(key, text, at);
  return `— ${key.name} ${base64Of(joinBytes(key.id, bytes))}\n`;
}

/** The text signed by these keys, in their order. @throws RangeError for a text that is no note's */
export function signNote(text: string, ...keys: readonly SigningKey[]): string {
  if (!text.endsWith('\n') || text.length < 2) throw new RangeError('The text of a note ends in a newline.');
  return `${text}\n${keys.map((key) => signatureLine(text, key)).join('')}`;
}

/** The note with more lines of signatures, as witnesses gave them. What is already there stays first. */
export function addSignatures(note: string, lines: readonly string[]): string {
  const added = note + lines.filter((line) => !note.includes(`\n${line}`)).join('');
  parseNote(added);
  return added;
}
