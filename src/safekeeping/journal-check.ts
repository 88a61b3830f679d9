import type { JournalEntry } from '../domain/journal.js';
import type { RecordedEvent } from '../event-store/recorded.js';
import type { JournalRead } from './journal-lines.js';

/** A signed head has its event in the log's own tables; it is held to them where they are. A witnessed one is of no ledger. */
type OfLedger = Exclude<JournalEntry, { kind: 'witnessed-head' }>;
type Announced = Exclude<OfLedger, { kind: 'signed-head' | 'payer-erasure' }>;

const isAnnounced = (entry: OfLedger): entry is Announced => entry.kind !== 'signed-head' && entry.kind !== 'payer-erasure';

const ofLedger = ({ entries }: JournalRead, ledger: string): OfLedger[] =>
  entries.flatMap((entry) => (entry.kind !== 'witnessed-head' && entry.ledger === ledger ? [entry] : []));

/** The acts that stand in the journal before they stand in the books; where the two differ, one of them is older. */
export class JournalCheck {
  private readonly acts = new Map<string, RecordedEvent>();
  private readonly payersForgotten: RecordedEvent[] = [];

  see(event: RecordedEvent): void {
    const act = actOf(event);
    if (act) this.acts.set(act, event);
    if (event.type === 'PayerForgotten') this.payersForgotten.push(event);
  }

  /**
   * @param before the journal as it was before the books were walked: all of it must be in the books
   * @param after as it was afterwards: all that the books hold since it began must be in it
   * @param isHeld books that were put back are older than the journal; what they lack is told with what holds them
   */
  faults(ledger: string, before: JournalRead, after: JournalRead, isHeld = false): string[] {
    const written = new Set(ofLedger(after, ledger).map(actWritten));
    const since = after.began?.at;
    const notWritten = [...this.acts].filter(([act, { recordedAt }]) => since !== undefined && recordedAt >= since && !written.has(act));
    const announced = new Map<string, Announced>(
      ofLedger(before, ledger).flatMap((entry) => (isAnnounced(entry) ? [[actWritten(entry), entry] as const] : [])),
    );
    const notDone = [...announced].filter(([act]) => !this.acts.has(act)).map(([, entry]) => entry);
    return [
      ...notWritten.map(
        ([, { position, type }]) => `Event ${position} (${type}) is not in the journal: was an older journal put back, or another named?`,
      ),
      ...(isHeld ? [] : notDone.map(undone)),
      ...this.payersMissed(ledger, after),
    ];
  }

  /** The event names nobody, so they are counted: each was announced, and one that was cut off perhaps twice. */
  private payersMissed(ledger: string, { began, entries }: JournalRead): string[] {
    if (began === undefined) return [];
    const written = payersInJournal(ledger, entries).length;
    const since = this.payersForgotten.filter(({ recordedAt }) => recordedAt >= began.at);
    return since.length <= written
      ? []
      : [
          `${since.length} times somebody who paid was forgotten, and the journal knows of ${written}: was an older journal put back, or another named?`,
        ];
  }
}

/** By one payment each of those who asked to be forgotten. */
export const payersInJournal = (ledger: string, entries: readonly JournalEntry[]): string[] =>
  entries.flatMap((entry) => (entry.kind === 'payer-erasure' && entry.ledger === ledger ? [entry.payment] : []));

function actOf({ type, data }: RecordedEvent): string | undefined {
  if (type === 'RecipientErased') return `erasure ${data.recipient}`;
  if (type === 'PayoutAttemptStarted') return `attempt ${data.payout} ${data.attempt}`;
  return undefined;
}

function actWritten(entry: OfLedger): string {
  switch (entry.kind) {
    case 'erasure':
      return `erasure ${entry.recipient}`;
    case 'payout-attempt':
      return `attempt ${entry.payout} ${entry.attempt}`;
    case 'payer-erasure':
      return `payer-erasure ${entry.payment}`;
    case 'signed-head':
      return `head ${entry.origin} ${entry.size}`;
  }
}

function undone(entry: Announced): string {
  if (entry.kind === 'erasure')
    return 'The journal says that somebody was to be forgotten, and the books do not: run mutual-aid-ledger erase --from-journal.';
  const { payout, attempt } = entry;
  return `The journal holds attempt ${attempt} of payout ${payout}, and the books do not: look at the account before it is sent again.`;
}

/** What is wrong with the journal itself, one sentence each. */
export function journalFaults({ faults }: JournalRead): readonly string[] {
  return faults.map((fault) => `The journal: ${fault}`);
}

/** Nothing that was done: a program was ended in the middle of a line, and the act did not follow. */
export const tornInWords = ({ torn }: JournalRead): readonly string[] =>
  torn === 0 ? [] : [`The journal: ${torn} ${torn === 1 ? 'line is' : 'lines are'} cut off; what they would have said was not done.`];
