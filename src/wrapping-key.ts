import { randomBytes } from 'node:crypto';
import type { Settings } from './settings.js';
import { keepSecret, readSecret } from './secret-file.js';
import { StartError, codeOf } from './start-error.js';

/**
 * The 32 bytes that wrap every key of the vault: from the environment, from the file that the operator named, or from
 * the one that the first start makes in the data folder. Whoever loses it loses every name and address for good.
 */
export async function openWrappingKey(settings: Settings): Promise<Buffer> {
  if (settings.wrappingKey) return settings.wrappingKey;
  const written = await (settings.makesWrappingKey
    ? keepSecret(settings.wrappingKeyFile, () => randomBytes(32).toString('base64')).then(({ secret }) => secret)
    : readSecret(settings.wrappingKeyFile)
  ).catch((error) => {
    throw new StartError(
      `The wrapping key in ${settings.wrappingKeyFile} cannot be opened (${codeOf(error)}): make the ` +
        'file readable for whoever starts this program.',
    );
  });
  if (written === undefined) {
    throw new StartError(
      `LEDGER_WRAPPING_KEY_FILE names ${settings.wrappingKeyFile}, which is not there: put the key of ` +
        'this ledger back, or for a new ledger make one with: openssl rand -base64 32.',
    );
  }
  return bytesIn(written, settings.wrappingKeyFile);
}

/** The key before this one, where the operator names it: until everything is wrapped anew. */
export async function openFormerWrappingKey({ formerWrappingKey, formerWrappingKeyFile }: Settings): Promise<Buffer | undefined> {
  if (formerWrappingKey || !formerWrappingKeyFile) return formerWrappingKey;
  const written = await readSecret(formerWrappingKeyFile).catch((error) => {
    throw new StartError(`The former wrapping key in ${formerWrappingKeyFile} cannot be read (${codeOf(error)}): make the file readable.`);
  });
  if (written === undefined) {
    throw new StartError(
      `LEDGER_FORMER_WRAPPING_KEY_FILE names ${formerWrappingKeyFile}, which is not there: put that key back, or unset it when doctor ` +
        'says that nothing lies under it.',
    );
  }
  return bytesIn(written, formerWrappingKeyFile);
}

function bytesIn(written: string, file: string): Buffer {
  if (!/^[A-Za-z0-9+/]{43}=$/.test(written))
    throw new StartError(`${file} does not hold 32 bytes in base64: put the key of this ledger back from where keys are kept.`);
  return Buffer.from(written, 'base64');
}
