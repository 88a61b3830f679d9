import { open } from 'node:fs/promises';
import type { JournaledAttempt, PayoutAttemptEntry } from '../domain/journal.js';
import { codeOf } from '../start-error.js';
import { wholeLine } from './journal-lines.js';

/**
 * What the journal knows of attempts, by payout. The file only grows, so it is read once and then from where the last whole line
 * ended; a file that is another one, or shorter, is read anew.
 */
export class JournalAttempts {
  private file = '';
  private readBytes = 0;
  private readonly known = new Map<string, JournaledAttempt[]>();
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly path: string) {}

  /** The last try at the end. */
  of(ledger: string, payout: string): Promise<readonly JournaledAttempt[]> {
    const told = this.last.then(async () => {
      await this.readOn();
      return this.known.get(keyOf(ledger, payout)) ?? [];
    });
    this.last = told.catch(() => undefined);
    return told;
  }

  private async readOn(): Promise<void> {
    const handle = await open(this.path, 'r').catch((error: unknown) => {
      if (codeOf(error) === 'ENOENT') return undefined;
      throw error;
    });
    if (!handle) return this.forget('');
    try {
      const { dev, ino, size } = await handle.stat();
      const file = `${dev}/${ino}`;
      if (file !== this.file || size < this.readBytes) this.forget(file);
      const added = Buffer.alloc(size - this.readBytes);
      const { bytesRead } = await handle.read(added, 0, added.length, this.readBytes);
      const ended = added.subarray(0, bytesRead).lastIndexOf('\n') + 1;
      for (const written of added.subarray(0, ended).toString('utf8').split('\n')) this.take(written);
      this.readBytes += ended;
    } finally {
      await handle.close();
    }
  }

  private forget(file: string): void {
    this.file = file;
    this.readBytes = 0;
    this.known.clear();
  }

  private take(written: string): void {
    const entry = wholeLine(written)?.line.entry;
    if (entry?.kind !== 'payout-attempt') return;
    const key = keyOf(entry.ledger, entry.payout);
    this.known.set(key, withEntry(this.known.get(key) ?? [], entry));
  }
}

const keyOf = (ledger: string, payout: string): string => `${ledger}/${payout}`;

function withEntry(known: readonly JournaledAttempt[], entry: PayoutAttemptEntry): JournaledAttempt[] {
  const { attempt, senderBatch, app, at } = entry;
  const before = known.find((one) => one.attempt === attempt);
  const [firstAt = at] = [at, before?.firstAt ?? at].sort();
  const lastAt = [at, before?.lastAt ?? at].sort()[1]!;
  const told = { ...before, attempt, ...(senderBatch && { senderBatch }), ...(app && { app }), firstAt, lastAt };
  return [...known.filter((one) => one !== before), told].sort((one, other) => one.attempt - other.attempt);
}
