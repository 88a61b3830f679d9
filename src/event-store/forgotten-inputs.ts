interface Asked {
  query(sql: string, values?: unknown[]): Promise<unknown>;
}

/**
 * Clears the fingerprints of all requests whose events hold sealed fields of these subjects. From then on such a request is
 * known by its id alone. Part of the caller's transaction.
 */
export const forgetInputsOf = (on: Asked, ledger: string, subjects: readonly string[]): Promise<unknown> =>
  on.query('update request set input_mac = null where ledger_id = $1 and subjects && $2::uuid[] and input_mac is not null', [
    ledger,
    subjects,
  ]);
