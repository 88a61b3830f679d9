import { createReadStream } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { canonical, fromCanonical } from '../domain/canonical.js';
import { keepSecret, readSecret } from '../secret-file.js';
import { StartError, codeOf } from '../start-error.js';
import { UnreadableBackup, type Bytes, opened } from './age-file.js';

/** Where the keys are that a backup keeps apart: without them the books stay sealed, and the public log cannot go on. */
export interface KeyPlaces {
  readonly wrappingKeyFile: string;
  readonly logKeyDir: string;
  /** 32 bytes, where the environment carries the key instead of the file. */
  readonly wrappingKey?: Buffer;
  /** The one before, while something may still be wrapped under it. */
  readonly formerWrappingKey?: Buffer;
  readonly formerWrappingKeyFile?: string;
}

const firstLine = 'mutual-aid-ledger keys v1\n';

/** Names within the file of keys: `wrapping.key`, `former.key` while keys are being changed, and `log/<ledger>.key` for each log that was ever signed, `log/<ledger>-2.key` for a successor. */
type Kept = Readonly<Record<string, string>>;

const wrappingName = 'wrapping.key';
const formerName = 'former.key';
const logName = /^log\/([0-9a-f-]{36}(?:-\d{1,3})?|witness)\.key$/;

/** The plain bytes of a file of keys: its first line, then canonical JSON from name to secret. */
export async function* keyBytes(places: KeyPlaces): AsyncGenerator<Buffer> {
  yield Buffer.from(`${firstLine}${canonical(await keysIn(places))}`);
}

async function keysIn(places: KeyPlaces): Promise<Kept> {
  const { wrappingKeyFile, logKeyDir, wrappingKey } = places;
  const kept: Record<string, string> = {};
  const wrapping = wrappingKey?.toString('base64') ?? (await readSecret(wrappingKeyFile));
  if (wrapping) kept[wrappingName] = wrapping;
  const former =
    places.formerWrappingKey?.toString('base64') ?? (places.formerWrappingKeyFile && (await readSecret(places.formerWrappingKeyFile)));
  if (former) kept[formerName] = former;
  const files = await readdir(logKeyDir).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  });
  for (const file of files.sort())
    if (logName.test(`log/${file}`)) kept[`log/${file}`] = (await readFile(path.join(logKeyDir, file), 'utf8')).trim();
  return kept;
}

/**
 * Puts the keys of a file of keys where the settings say, each that is not there yet.
 * @returns the names of those that were written
 * @throws StartError where another key is in a place: none is ever written over
 */
export async function putKeysBack(file: string, identities: readonly string[], places: KeyPlaces): Promise<string[]> {
  const kept = await readKeys(file, identities);
  const targets = Object.entries(kept).map(([name, secret]) => ({ name, secret, target: placeOf(name, places) }));
  for (const { secret, target } of targets) await refuseAnother(target, secret, places);
  const written: string[] = [];
  for (const { name, secret, target } of targets) {
    if (target === places.wrappingKeyFile && places.wrappingKey) continue;
    if ((await keepSecret(target, () => secret)).isNew) written.push(name);
  }
  return written;
}

async function readKeys(file: string, identities: readonly string[]): Promise<Kept> {
  const pieces: Buffer[] = [];
  for await (const piece of opened(createReadStream(file) as Bytes, identities)) pieces.push(piece);
  const text = Buffer.concat(pieces).toString('utf8');
  if (!text.startsWith(firstLine)) throw new UnreadableBackup('This is no file of keys. Name the file that ends in .keys.age.');
  return fromCanonical(text.slice(firstLine.length)) as Kept;
}

function placeOf(name: string, { wrappingKeyFile, formerWrappingKeyFile, logKeyDir }: KeyPlaces): string {
  if (name === wrappingName) return wrappingKeyFile;
  if (name === formerName) return formerWrappingKeyFile ?? path.join(path.dirname(wrappingKeyFile), formerName);
  if (!logName.test(name))
    throw new UnreadableBackup(`The file of keys holds ${name}, which this version does not know. Use the version that wrote it.`);
  return path.join(logKeyDir, name.slice('log/'.length));
}

async function refuseAnother(target: string, secret: string, { wrappingKeyFile, wrappingKey }: KeyPlaces): Promise<void> {
  const there = target === wrappingKeyFile && wrappingKey ? wrappingKey.toString('base64') : await readSecret(target);
  if (there === undefined || there === secret) return;
  throw new StartError(
    `${target} holds another key than the backup does, and no key is ever written over: move it aside if nothing lies under it, then restore again.`,
  );
}
