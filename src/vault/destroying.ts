import type { Instant } from '../domain/calendar.js';

/** Whoever answers a query: the pool, or the open database transaction of a caller. */
export interface Asked {
  query<Row = unknown>(sql: string, values?: unknown[]): Promise<Row>;
}

/**
 * Destroys keys for good: whatever is sealed under them never opens again, here or in a copy that has no keys. Part of the
 * caller's transaction. What else is kept of a subject (fingerprints of its words, of requests that named it) is the caller's.
 * @returns how many there were
 */
export async function destroyKeys(on: Asked, ledger: string, subjects: readonly string[]): Promise<number> {
  if (subjects.length === 0) return 0;
  await on.query('delete from subject_heard where ledger_id = $1 and subject_id = any($2::uuid[])', [ledger, subjects]);
  const rows = await on.query<{ count: number }[]>(
    `with gone as (delete from subject_key where ledger_id = $1 and subject_id = any($2::uuid[]) and kind <> 'ledger' returning 1)
     select count(*)::int as count from gone`,
    [ledger, subjects],
  );
  return rows[0]!.count;
}

/** Keeps a subject's key until then, where that is later than its own end: a key is never dated anew. */
export const keepUntil = (on: Asked, ledger: string, subject: string, until: Instant): Promise<unknown> =>
  on.query('insert into subject_heard (ledger_id, subject_id, keep_until) values ($1, $2, $3) on conflict do nothing', [
    ledger,
    subject,
    until,
  ]);

export interface ExpiredKey {
  readonly ledger_id: string;
  readonly subject_id: string;
  readonly kind: string;
}

/** Keys whose time is over, and of whose subject one has not heard since. */
export const expiredKeys = (on: Asked, now: Instant): Promise<ExpiredKey[]> =>
  on.query<ExpiredKey[]>(
    `select ledger_id, subject_id, kind from subject_key k where expires_at <= $1 and not exists (
       select from subject_heard h where h.ledger_id = k.ledger_id and h.subject_id = k.subject_id and h.keep_until > $1)`,
    [now],
  );
