import type { Instant } from '../domain/calendar.js';
import type { RecordedObservation } from '../domain/observation.js';
import type { Sealed } from '../domain/sealed.js';
import type { Sealing } from '../vault/sealing.js';
import type { Vault } from '../vault/vault.js';

/** Whoever paid, as a line names them: name and reference move from the line's key to one of their own. */
export async function payerOf(
  { name, reference }: RecordedObservation,
  vault: Vault,
  sealing: Sealing,
  now: Instant,
): Promise<{ payer?: Sealed; reference?: Sealed }> {
  const who = name && (await vault.open(sealing.ledger, 'observation.name', name));
  const number = reference && (await vault.open(sealing.ledger, 'observation.reference', reference));
  if (!who && !number) return {};
  const payer = sealing.newSubject('payer', { now });
  return {
    ...(who && { payer: sealing.seal(payer, 'payment.payer', who) }),
    ...(number && { reference: sealing.seal(payer, 'payment.reference', number) }),
  };
}
