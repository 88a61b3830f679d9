import { hash } from 'node:crypto';
import { base64Of, bytesOfBase64, hexOf, joinBytes, sameBytes, utf8 } from './bytes.js';
import { keyBytes, publicKeyOf } from './ed25519.js';
import { LogFault } from './log-fault.js';

/**
 * What a key signs, by the byte that C2SP signed-note assigns: `log` is 0x01, the text of a note; `witness` is 0x04, the
 * text and the time at which it was seen (C2SP tlog-cosignature).
 */
export type KeyRole = 'log' | 'witness';

const typeBytes: Readonly<Record<KeyRole, number>> = { log: 0x01, witness: 0x04 };

/** A key by which a note is verified. Name and id together say which one it is. */
export interface NoteKey {
  readonly name: string;
  readonly role: KeyRole;
  readonly publicKey: Uint8Array;
  /** `SHA-256(name ‖ "\n" ‖ type ‖ public key)[0:4]`. */
  readonly id: Uint8Array;
}

/** A key that signs: whoever holds the seed is the log, or the witness. */
export interface SigningKey extends NoteKey {
  readonly seed: Uint8Array;
}

/** No white space of Unicode, no plus, not empty; and nothing that would break a line. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it keeps out
const keyName = /^[^\s\u0000-\u001f\u0085+]{1,255}$/u;
export const isKeyName = (name: string): boolean => keyName.test(name);

const encoded = (role: KeyRole, publicKey: Uint8Array): Uint8Array => joinBytes(Uint8Array.of(typeBytes[role]), publicKey);

/** @throws LogFault `key/malformed` for a name that no note can carry */
export function noteKey(name: string, role: KeyRole, publicKey: Uint8Array): NoteKey {
  if (!isKeyName(name) || publicKey.length !== keyBytes)
    throw new LogFault('key/malformed', `A key has a name without blanks or plus and ${keyBytes} bytes; "${name.slice(0, 60)}" has not.`);
  const id = hash('sha256', joinBytes(utf8(`${name}\n`), encoded(role, publicKey)), 'buffer').subarray(0, 4);
  return { name, role, publicKey, id: Uint8Array.from(id) };
}

export const signingKey = (name: string, role: KeyRole, seed: Uint8Array): SigningKey => ({
  ...noteKey(name, role, publicKeyOf(seed)),
  seed,
});

/** `name+hex(id)+base64(type ‖ public key)` (C2SP signed-note, "vkey"). */
export const vkeyOf = ({ name, role, publicKey, id }: NoteKey): string => `${name}+${hexOf(id)}+${base64Of(encoded(role, publicKey))}`;

/** @throws LogFault `key/malformed`: of another type, cut short, or with an id that is not its own */
export function readVkey(vkey: string): NoteKey {
  const [, name = '', id = '', key = ''] = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(vkey) ?? [];
  const bytes = bytesOfBase64(key);
  const role = (Object.keys(typeBytes) as KeyRole[]).find((one) => typeBytes[one] === bytes?.[0]);
  if (!bytes || !role || bytes.length !== keyBytes + 1 || !isKeyName(name))
    throw new LogFault('key/malformed', `"${vkey.slice(0, 60)}" is no verifier key: name+id+key, Ed25519 of a log or a witness.`);
  const read = noteKey(name, role, bytes.subarray(1));
  if (hexOf(read.id) !== id) throw new LogFault('key/malformed', `The id of key ${name} is ${hexOf(read.id)}, not ${id}.`);
  return read;
}

export const isSameKey = (a: Pick<NoteKey, 'name' | 'id'>, b: Pick<NoteKey, 'name' | 'id'>): boolean =>
  a.name === b.name && sameBytes(a.id, b.id);
