import type { EntityManager } from 'typeorm';
import type { Sealed } from '../domain/sealed.js';
import { SubjectKeyRow } from '../vault/subject-key.row.js';
import type { Vault } from '../vault/vault.js';

/** A setting that nobody may read in the database: sealed under a key of its own, made anew each time it is set. */
export interface KeptSealed {
  readonly sealed: Sealed;
  /** Writes its key beside it, and destroys that of what it takes the place of. */
  write(database: EntityManager, before?: Sealed): Promise<void>;
}

export function keptSealed(vault: Vault, ledger: string, fieldName: string, text: string, now: string): KeptSealed {
  const sealing = vault.sealing(ledger);
  const sealed = sealing.seal(sealing.newSubject('mail', { now }), fieldName, text);
  return {
    sealed,
    async write(database, before) {
      await database.insert(SubjectKeyRow, sealing.newKeys);
      if (before) await forgetSealed(database, ledger, before);
    },
  };
}

export async function forgetSealed(database: EntityManager, ledger: string, { subject }: Sealed): Promise<void> {
  await database.delete(SubjectKeyRow, { ledgerId: ledger, subjectId: subject });
}
