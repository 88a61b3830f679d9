import type { Asked } from '../vault/destroying.js';

/** Of these payments, those whose payer, reference or line still has its key: whoever made them is not forgotten in these books. */
export async function stillNamed(on: Asked, ledger: string, payments: readonly string[]): Promise<string[]> {
  if (payments.length === 0) return [];
  const rows = await on.query<{ payment_id: string }[]>(
    `select payment_id from payment p where ledger_id = $1 and payment_id = any($2::uuid[]) and exists (
       select from subject_key k where k.ledger_id = p.ledger_id
         and (k.subject_id::text in (p.payer->>'subject', p.reference->>'subject') or k.subject_id = p.observation_id))
     order by payment_id`,
    [ledger, payments],
  );
  return rows.map(({ payment_id }) => payment_id);
}
