import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { Refusal } from '../domain/refusal.js';
import { keepSecret, readSecret } from '../secret-file.js';
import { base64Of, bytesOfBase64 } from '../public-log/bytes.js';
import { keyBytes } from '../public-log/ed25519.js';
import { type SigningKey, signingKey } from '../public-log/note-key.js';

/**
 * The keys with which logs are signed: a file a ledger, mode 0600, two lines: the name of the log and 32 bytes in base64. The
 * publisher alone reads them.
 */
export class LogKeys {
  constructor(private readonly folder: string) {}

  /**
   * The key of this log; made when the log has none yet.
   * @param isSigned whether a head was ever signed: then the key exists, and another is never made in its place
   * @throws Refusal where it is missing, or the file holds the key of another log
   */
  async of(ledger: string, origin: string, isSigned: boolean): Promise<SigningKey> {
    const file = path.join(this.folder, `${ledger}.key`);
    const kept = isSigned ? await readSecret(file) : (await keepSecret(file, () => `${origin}\n${base64Of(randomBytes(keyBytes))}`)).secret;
    if (kept === undefined) {
      throw new Refusal(
        'publication/key-missing',
        `The key that signs ${origin} is missing. Put it back as ${ledger}.key, into the folder of the log keys; without it nothing more can be published under this name.`,
      );
    }
    const [name = '', seed = ''] = kept.split('\n');
    const bytes = bytesOfBase64(seed);
    if (name !== origin || bytes?.length !== keyBytes) {
      throw new Refusal(
        'publication/another-key',
        `${ledger}.key is not the key of ${origin}. Put that one back; a log never changes its key.`,
      );
    }
    return signingKey(origin, 'log', bytes);
  }
}

/** The folder in which each ledger's log has its own. */
export const LOG_FOLDER = Symbol('folder of the logs');
