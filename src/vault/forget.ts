/** Whoever answers a query: the pool, or the open database transaction of a caller. */
export interface ForgetsOn {
  query<Row = unknown>(sql: string, values?: unknown[]): Promise<Row>;
}

/**
 * Destroys the keys of these subjects for good: whatever is sealed under them never opens again. Part of the caller's transaction; what
 * else is kept of a subject (marks of its lines, fingerprints of requests that named it) is the caller's. @returns how many there were
 */
export async function forgetSubjects(on: ForgetsOn, ledger: string, subjects: readonly string[]): Promise<number> {
  if (subjects.length === 0) return 0;
  const rows = await on.query<{ count: number }[]>(
    `with gone as (delete from subject_key where ledger_id = $1 and subject_id = any($2::uuid[]) and kind <> 'ledger' returning 1)
     select count(*)::int as count from gone`,
    [ledger, subjects],
  );
  return rows[0]!.count;
}
