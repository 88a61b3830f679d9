/** One table in which wrapped keys lie, and by which of its columns they belong to whom. */
export interface WrappedPlace {
  readonly table: string;
  readonly ledger: string;
  readonly subject: string;
  readonly kind: string;
}

/** Where wrapped keys lie, all of it. An account belongs to no ledger, and stands in its place. */
export const wrappedPlaces: readonly WrappedPlace[] = [
  { table: 'subject_key', ledger: 'ledger_id', subject: 'subject_id', kind: 'kind' },
  { table: 'authenticator', ledger: 'account_id', subject: 'account_id', kind: `'authenticator'` },
];

/** Ids of the wrapping keys of every key that lies in these tables, each as often as keys lie under it. */
export const wrappingIdsSql = (tables: readonly string[]): string =>
  tables.map((table) => `select wrapping_key_id from ${table}`).join(' union all ');
