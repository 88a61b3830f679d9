import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { MailPlace } from '../../src/domain/mail.js';

/** Interac's part of the world, played by a key made for this run: mails are signed as a sender signs them, from RFC 6376. */
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const forger = generateKeyPairSync('rsa', { modulusLength: 2048 });

const selector = 'made-for-tests';
const record = `v=DKIM1; k=rsa; p=${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`;
export const keyName = `${selector}._domainkey.interac.ca`;
export const findKey = async (name: string): Promise<string | undefined> => (name === keyName ? record : undefined);

/** The same key as a file, for a program that reads it from its settings. */
export function keysFile(): string {
  const file = path.join(mkdtempSync(path.join(os.tmpdir(), 'ledger-keys-')), 'keys.txt');
  writeFileSync(file, `# the key of this run\n${keyName} ${record}\n`);
  return file;
}

export const ourAddress = 'river@practice.example';
export const place: MailPlace = { zone: 'America/Toronto', way: 'upload', now: '2026-11-02T15:00:00.000Z', addresses: [ourAddress] };

/** A mail of `test/fixtures/mails`, unsigned, with the line ends of the network. */
export const mailNamed = (name: string): string =>
  readFileSync(path.join(__dirname, '../fixtures/mails', `${name}.eml`), 'utf8').replace(/\r?\n/g, '\r\n');

/** Another payment of the same wording. */
export const mailOf = (name: string, changes: readonly (readonly [string, string])[]): string =>
  changes.reduce((mail, [from, to]) => {
    if (!mail.includes(from)) throw new Error(`${name} does not say ${from}.`);
    return mail.replaceAll(from, to);
  }, mailNamed(name));

export interface Signing {
  readonly domain?: string;
  readonly headers?: readonly string[];
  /** Tags beside the usual ones, like `l=10`. */
  readonly more?: string;
  readonly byForger?: boolean;
  readonly hash?: 'sha256' | 'sha1';
}

const usual = ['from', 'to', 'subject', 'date', 'reply-to', 'message-id', 'mime-version', 'content-type', 'content-transfer-encoding'];

/** Relaxed header and body, RSA with SHA-256 unless said otherwise (RFC 6376, sections 3.4.2, 3.4.4 and 3.7). */
export function signed(
  mail: string,
  { domain = 'interac.ca', headers = usual, more, byForger = false, hash = 'sha256' }: Signing = {},
): Buffer {
  const [head = '', body = ''] = partsOf(mail);
  const fields = head.split(/\r\n(?![ \t])/);
  const covered = headers.flatMap((name) => {
    const field = fields.findLast((each) => each.toLowerCase().startsWith(`${name}:`));
    return field ? [{ name, field }] : [];
  });
  const bodyHash = createHash(hash).update(relaxedBody(body), 'latin1').digest('base64');
  const tags = ['v=1', `a=rsa-${hash}`, 'c=relaxed/relaxed', `d=${domain}`, `s=${selector}`, ...(more ? [more] : [])];
  const unsigned = `DKIM-Signature: ${[...tags, `h=${covered.map(({ name }) => name).join(':')}`, `bh=${bodyHash}`, 'b='].join('; ')}`;
  const text = [...covered.map(({ field }) => relaxedHeader(field)), relaxedHeader(unsigned)].join('\r\n');
  const signature = sign(hash, Buffer.from(text, 'latin1'), byForger ? forger.privateKey : privateKey).toString('base64');
  return Buffer.from(`${unsigned}${signature}\r\n${mail}`, 'latin1');
}

const partsOf = (mail: string): [string, string] => {
  const at = mail.indexOf('\r\n\r\n');
  return [mail.slice(0, at), mail.slice(at + 4)];
};

function relaxedHeader(field: string): string {
  const at = field.indexOf(':');
  const value = field
    .slice(at + 1)
    .replace(/\r\n/g, '')
    .replace(/[ \t]+/g, ' ')
    .trim();
  return `${field.slice(0, at).trim().toLowerCase()}:${value}`;
}

function relaxedBody(body: string): string {
  const lines = body.split('\r\n').map((line) => line.replace(/[ \t]+/g, ' ').replace(/ $/, ''));
  while (lines.at(-1) === '') lines.pop();
  return lines.length > 0 ? `${lines.join('\r\n')}\r\n` : '';
}

/** What a host on the way writes above all that a mail brought along. */
export const withHeader = (mail: Buffer, header: string): Buffer => Buffer.concat([Buffer.from(`${header}\r\n`), mail]);
