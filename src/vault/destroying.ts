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
  const rows = await on.query<{ count: number }[]>(
    `with gone as (delete from subject_key where ledger_id = $1 and subject_id = any($2::uuid[]) and kind <> 'ledger' returning 1)
     select count(*)::int as count from gone`,
    [ledger, subjects],
  );
  return rows[0]!.count;
}

/** Moves the end of a subject's key: for somebody of whom one hears again. */
export const extendKey = (on: Asked, ledger: string, subject: string, expiresAt: string | null): Promise<unknown> =>
  on.query('update subject_key set expires_at = $3 where ledger_id = $1 and subject_id = $2', [ledger, subject, expiresAt]);
