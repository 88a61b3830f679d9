import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { keepSecret, readSecret } from '../secret-file.js';
import { StartError } from '../start-error.js';

const isIdentity = (text: string): boolean => /^AGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]{58}$/.test(text);

/**
 * For whom backups are sealed: the recipient that the operator named, or the recovery key of this installation, which is made with
 * the first backup and lies beside the other keys. Whoever loses both the machine and that key has backups that nobody opens.
 */
export async function backupRecipient({ backupRecipient: named, recoveryKeyFile }: { backupRecipient?: string; recoveryKeyFile: string }) {
  if (named) return named;
  const fresh = await generateX25519Identity();
  const { secret } = await keepSecret(recoveryKeyFile, () => fresh);
  return identityToRecipient(checked(secret, recoveryKeyFile));
}

/** The key in a file of one line, as the recovery key is kept; lines of comment as `age-keygen` writes them are passed over. */
export async function readRecoveryKey(file: string): Promise<string> {
  const written = await readSecret(file);
  if (written === undefined)
    throw new StartError(`There is no recovery key in ${file}: put it there, or name the file that holds it with --recovery-key.`);
  const lines = written.split('\n').map((line) => line.trim());
  return checked(lines.find((line) => line !== '' && !line.startsWith('#')) ?? '', file);
}

function checked(secret: string, file: string): string {
  if (isIdentity(secret)) return secret;
  throw new StartError(`${file} does not hold a recovery key, which begins with AGE-SECRET-KEY-1: put the one back that was there.`);
}
