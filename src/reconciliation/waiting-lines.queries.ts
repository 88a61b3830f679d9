import { Inject, Injectable } from '@nestjs/common';
import type { Witness } from '../domain/evidence.js';
import { type AlikePayment, type LineProposal, type SameMovement, proposalFor, proposalForSeen } from '../domain/import.js';
import { ledgerStream, openBooks } from '../domain/ledger.js';
import { mailSource } from '../domain/mail.js';
import { fromJson, money } from '../domain/money.js';
import type { ObservedLine, Reading } from '../domain/observed.js';
import { EventReader } from '../event-store/event-reader.js';
import { Vault } from '../vault/vault.js';
import { KnownMovements } from './known-movements.js';
import type { ObservationRow } from './observations.projection.js';
import { Reconciliation } from './reconciliation.queries.js';
import { RecordedPayments } from './recorded-payments.js';

/** A line that waits for a person, with what it would become. Its number is the position of its event. */
export interface WaitingLine {
  readonly observation: string;
  readonly source: string;
  readonly line: ObservedLine;
  readonly proposal: LineProposal;
  /** A recorded payment that may be the same money. */
  readonly alike?: AlikePayment;
  /** An earlier line of the same account that carries the same number. */
  readonly seen?: SameMovement;
}

/** So many lines a page holds; what waits after them comes once they are settled. */
const mostOnPage = 500;

/** What waits to be looked at, from files or from mails, compared with what is in the books by now. Reads only. */
@Injectable()
export class WaitingLines {
  constructor(
    @Inject(Reconciliation) private readonly reconciliation: Reconciliation,
    @Inject(KnownMovements) private readonly movements: KnownMovements,
    @Inject(RecordedPayments) private readonly payments: RecordedPayments,
    @Inject(EventReader) private readonly reader: EventReader,
    @Inject(Vault) private readonly vault: Vault,
  ) {}

  /** The earliest, as many as a page holds. */
  async of(ledger: string, from: Witness): Promise<WaitingLine[]> {
    return this.compared(ledger, from, await this.reconciliation.waiting(ledger, from, { most: mostOnPage }));
  }

  /** Those of these numbers that still wait, also when others have come before them meanwhile. */
  async named(ledger: string, from: Witness, lines: readonly bigint[]): Promise<WaitingLine[]> {
    return this.compared(ledger, from, await this.reconciliation.waiting(ledger, from, { positions: lines.slice(0, mostOnPage) }));
  }

  private async compared(ledger: string, from: Witness, rows: readonly ObservationRow[]): Promise<WaitingLine[]> {
    const { offerings, currency, zone } = openBooks(await this.reader.state(ledger, ledgerStream));
    const lines = await this.lines(ledger, rows);
    const earlier = await this.movements.earlierOf(
      ledger,
      rows.map(({ observationId }) => observationId),
    );
    const seen = rows.map(({ observationId }) => earlier.get(observationId));
    const alikes = await this.payments.alike(
      ledger,
      lines.map((line, index) => (seen[index] ? undefined : line)),
      from,
      zone,
    );
    return lines.map((line, index) => ({
      observation: rows[index]!.observationId,
      source: rows[index]!.source,
      line,
      proposal: seen[index] ? proposalForSeen(seen[index]) : proposalFor(line, Object.values(offerings), alikes[index], currency),
      ...(alikes[index] && { alike: alikes[index] }),
      ...(seen[index] && { seen: seen[index] }),
    }));
  }

  private async lines(ledger: string, rows: readonly ObservationRow[]): Promise<ObservedLine[]> {
    const open = (fieldName: string, of: 'text' | 'name' | 'reference') =>
      this.vault.openMany(
        ledger,
        rows.flatMap((row) => (row[of] ? [{ fieldName, sealed: row[of] }] : [])),
      );
    const [texts, names, references] = await Promise.all([
      open('observation.text', 'text'),
      open('observation.name', 'name'),
      open('observation.reference', 'reference'),
    ]);
    return rows.map((row) => lineOf(row, texts.shift(), row.name && names.shift(), row.reference && references.shift()));
  }
}

const lineOf = (row: ObservationRow, text = '', name?: string | null, reference?: string | null): ObservedLine => ({
  line: Number(row.position),
  day: row.day,
  amount: money(row.amountMinor, row.currency),
  ...(row.feeMinor !== 0n && { fee: money(row.feeMinor, row.currency) }),
  reading: row.reading,
  why: whyOf(row),
  method: row.method as ObservedLine['method'],
  text,
  ...(name && { name }),
  ...(reference && { reference }),
  ...(row.vouchedBy && { vouchedBy: row.vouchedBy }),
  ...(row.settled && { settled: { amount: fromJson(row.settled.amount), why: row.settled.source } }),
});

function whyOf({ source, reading }: ObservationRow): string {
  if (source === mailSource) return whyOfMails[reading];
  return source === 'paypal-search' ? whyOfPayPal[reading] : 'It was left for another day.';
}

const whyOfPayPal: Readonly<Record<Reading, string>> = {
  'money-in': 'Money that came in.',
  'money-out': 'Money that went out.',
  'not-income': 'It moves nothing that is owed.',
  refunded: 'Money went back to the payer.',
  unknown: 'What this line is could not be told. Look at it: it may or may not be income.',
  pending: 'It was not finished at its source.',
};

const whyOfMails: Readonly<Record<Reading, string>> = {
  'money-in': 'Interac wrote that it was deposited.',
  'money-out': 'Interac wrote that a transfer of yours was taken.',
  refunded: 'Interac wrote that money went back.',
  'not-income': 'Somebody asks for money. None has moved.',
  pending: 'The money waits to be accepted. It counts once it is deposited; put this aside then.',
  unknown: 'We cannot read it for certain. Look at the mail itself. What it came to can be recorded by hand.',
};
