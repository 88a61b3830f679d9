/** What every command carries: whose books, who asks, and the id under which the same request may be sent again. */
export interface Asked {
  /** UUIDv7 of the ledger. */
  readonly ledger: string;
  /** A code, never a name: `account:0199…`, `token:0199…`, `upkeep`, `import`. */
  readonly by: string;
  /** Sent by the asker (Idempotency-Key, the form's hidden key), or made by the shell when none was given. */
  readonly request: string;
}
