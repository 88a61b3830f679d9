import { readFileSync } from 'node:fs';
import { Resolver } from 'node:dns/promises';
import { type Settings, SettingsError } from '../settings.js';

/** The record of a signer's key by its name, `selector._domainkey.domain` in lower case; undefined where it is not at hand. */
export type FindKey = (name: string) => Promise<string | undefined>;

const dnsTimeoutMs = 3000;

/** Keys from the file that the settings name, and from the DNS where the settings allow it. */
export function dkimKeys({ dkimKeysFile, dkimFromDns }: Pick<Settings, 'dkimKeysFile' | 'dkimFromDns'>): FindKey {
  const kept = dkimKeysFile ? keysIn(readKeys(dkimKeysFile)) : new Map<string, string>();
  return async (name) => kept.get(name) ?? (dkimFromDns ? fromDns(name) : undefined);
}

function readKeys(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new SettingsError(`LEDGER_DKIM_KEYS_FILE cannot be read: ${(error as NodeJS.ErrnoException).code}. Name a file that is there.`);
  }
}

/** A key a line, as the DNS has it: `name._domainkey.interac.ca v=DKIM1; k=rsa; p=…`. Empty lines and those after `#` say nothing. */
export function keysIn(text: string): ReadonlyMap<string, string> {
  const keys = new Map<string, string>();
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (/^\s*(?:#|$)/.test(line)) continue;
    const [, name, record] =
      /^\s*([A-Za-z0-9_.-]+\._domainkey\.[A-Za-z0-9.-]+?)\.?\s+"?(.*\bp=[A-Za-z0-9+/=\s]+.*?)"?\s*$/.exec(line) ?? [];
    if (!name || !record) {
      throw new SettingsError(
        `LEDGER_DKIM_KEYS_FILE, line ${index + 1}: write the key's name in the DNS, a blank, and its record, ` +
          'like selector._domainkey.interac.ca v=DKIM1; k=rsa; p=…',
      );
    }
    keys.set(name.toLowerCase(), record);
  }
  return keys;
}

/** An answer that is late or missing is no key; the mail is refused with that reason and can be brought in again. */
async function fromDns(name: string): Promise<string | undefined> {
  const resolver = new Resolver({ timeout: dnsTimeoutMs, tries: 1 });
  const given = setTimeout(() => resolver.cancel(), 2 * dnsTimeoutMs);
  const [record] = await resolver.resolveTxt(`${name}.`).catch(() => []);
  clearTimeout(given);
  return record?.join('');
}
