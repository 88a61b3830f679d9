/** A row of `subject_key` as it is read: the key is still wrapped. */
export interface WrappedKey {
  readonly subject_id: string;
  readonly kind: string;
  readonly wrapped_key: Buffer;
  readonly wrapping_key_id: string;
}

const most = 1000;
const keptMs = 60_000;

/**
 * Fingerprint keys of the ledgers in use, as they lie in the database, still wrapped: every request takes a fingerprint, and
 * none should cost a round trip for it. Kept for a minute at most, so that a deleted ledger's key is soon forgotten.
 */
export class WrappedLedgerKeys {
  private readonly kept = new Map<string, { readonly row: WrappedKey; readonly until: number }>();

  get(ledger: string): WrappedKey | undefined {
    const found = this.kept.get(ledger);
    return found && found.until > Date.now() ? found.row : undefined;
  }

  keep(ledger: string, row: WrappedKey): void {
    if (this.get(ledger)) return;
    this.kept.delete(ledger);
    if (this.kept.size >= most) this.kept.delete(this.kept.keys().next().value!);
    this.kept.set(ledger, { row, until: Date.now() + keptMs });
  }
}
