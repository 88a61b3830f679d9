import { createHmac } from 'node:crypto';

/** Seconds for which one code is right (RFC 6238 §4.1, X). */
export const stepSeconds = 30;
const digits = 6;
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The number of the half minute in which this moment lies, since 1970. */
export const stepOf = (ms: number): number => Math.floor(ms / 1000 / stepSeconds);

/** HOTP with SHA-1 (RFC 4226 §5.3), six digits: what the apps that people have on their phones show. */
export function codeAt(secret: Buffer, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', secret).update(counter).digest();
  const number = mac.readUInt32BE(mac[19]! & 0x0f) & 0x7fffffff;
  return String(number % 10 ** digits).padStart(digits, '0');
}

/**
 * The half minute for which the code is right: this one, or the one beside it, since clocks differ. None up to `lastStep` counts, so
 * a code that was seen over a shoulder is worth nothing once it was used.
 */
export function stepFor(secret: Buffer, typed: string, nowMs: number, lastStep: number): number | undefined {
  const now = stepOf(nowMs);
  return [now, now - 1, now + 1].find((step) => step > lastStep && codeAt(secret, step) === typed);
}

/** Base32 (RFC 4648 §6), without padding. */
export function base32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? []).map((five) => alphabet[parseInt(five.padEnd(5, '0'), 2)]).join('');
}

/** What an app on the phone opens by itself: https://github.com/google/google-authenticator/wiki/Key-Uri-Format. */
export const appLink = (host: string, name: string, secret: Buffer): string =>
  `otpauth://totp/${encodeURIComponent(`${host}:${name}`)}?secret=${base32(secret)}&issuer=${encodeURIComponent(host)}`;

/** As people type it: with blanks between, or none. */
export const isOneTimeCode = (typed: string): boolean => /^\d{6}$/.test(typed.replace(/\s/g, ''));
