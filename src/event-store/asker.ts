/** Who asked for what, and under which id. An id counts within its ledger, actor and route. */
export interface Asker {
  readonly ledger: string;
  readonly by: string;
  /** The command's class. */
  readonly route: string;
  readonly request: string;
  /** HMAC-SHA-256 of the input under the ledger's fingerprint key. */
  readonly mac: Buffer;
}
