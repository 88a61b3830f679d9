import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { logNumber } from '../domain/log-origin.js';
import { Refusal } from '../domain/refusal.js';
import { keepSecret, readSecret } from '../secret-file.js';
import { base64Of, bytesOfBase64 } from '../public-log/bytes.js';
import { keyBytes } from '../public-log/ed25519.js';
import { type KeyRole, type SigningKey, signingKey } from '../public-log/note-key.js';

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
    const name = fileOf(ledger, origin);
    if (isSigned && (await readSecret(this.file(name))) === undefined) {
      throw new Refusal(
        'publication/key-missing',
        `The key that signs ${origin} is missing. Put it back as ${name}.key, into the folder of the log keys; without it nothing more can be published under this name.`,
      );
    }
    return this.kept(name, origin, 'log');
  }

  /** With which this host cosigns the logs of others; made when it is first needed. */
  ofWitness(name: string): Promise<SigningKey> {
    return this.kept('witness', name, 'witness');
  }

  private async kept(what: string, name: string, role: KeyRole): Promise<SigningKey> {
    const { secret } = await keepSecret(this.file(what), () => `${name}\n${base64Of(randomBytes(keyBytes))}`);
    const [keptName = '', seed = ''] = secret.split('\n');
    const bytes = bytesOfBase64(seed);
    if (keptName !== name || bytes?.length !== keyBytes) {
      throw new Refusal(
        'publication/another-key',
        `${what}.key is not the key of ${name}. Put that one back: whoever knows this name knows its key.`,
      );
    }
    return signingKey(name, role, bytes);
  }

  private file(what: string): string {
    return path.join(this.folder, `${what}.key`);
  }
}

/** A successor's key lies beside the one that was given up, with its number. */
const fileOf = (ledger: string, origin: string): string => (logNumber(origin) === 1 ? ledger : `${ledger}-${logNumber(origin)}`);

/** The folder in which each ledger's log has its own. */
export const LOG_FOLDER = Symbol('folder of the logs');
