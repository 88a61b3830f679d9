import { Inject, Injectable } from '@nestjs/common';
import { type AlikePayment, type LineProposal, type SameMovement, proposalFor, proposalForSeen } from '../domain/import.js';
import { ledgerStream, openBooks } from '../domain/ledger.js';
import { fromJson, money } from '../domain/money.js';
import { EventReader } from '../event-store/event-reader.js';
import { KnownMovements } from './known-movements.js';
import type { ObservationRow } from './observations.projection.js';
import { RecordedPayments, alikePayments } from './recorded-payments.js';

export interface ReviewProposal {
  readonly proposal: LineProposal;
  /** A recorded payment that this line may be evidence for. */
  readonly alike?: AlikePayment;
  /** An earlier line of the same account that carries the same number. */
  readonly seen?: SameMovement;
}

/** What each line that waits would become, and why, as in a preview. Reads only. */
@Injectable()
export class ReviewProposals {
  constructor(
    @Inject(EventReader) private readonly reader: EventReader,
    @Inject(KnownMovements) private readonly movements: KnownMovements,
    @Inject(RecordedPayments) private readonly payments: RecordedPayments,
  ) {}

  /** In the order of the rows. */
  async of(ledger: string, rows: readonly ObservationRow[]): Promise<ReviewProposal[]> {
    if (rows.length === 0) return [];
    const { offerings, currency, zone } = openBooks(await this.reader.state(ledger, ledgerStream));
    const earlier = await this.movements.earlierOf(
      ledger,
      rows.map(({ observationId }) => observationId),
    );
    const lines = rows.map(lineOf);
    const alikes = alikePayments(
      lines.map((line, index) => (earlier.has(rows[index]!.observationId) ? undefined : line)),
      await this.payments.withoutEvidence(ledger),
      zone,
    );
    return rows.map(({ observationId }, index) => {
      const seen = earlier.get(observationId);
      const alike = alikes[index];
      const proposal = seen ? proposalForSeen(seen) : proposalFor(lines[index]!, Object.values(offerings), alike, currency);
      return { proposal, ...(alike && { alike }), ...(seen && { seen }) };
    });
  }
}

const lineOf = (row: ObservationRow) => ({
  reading: row.reading,
  day: row.day,
  method: row.method,
  amount: money(row.amountMinor, row.currency),
  why: whys[row.reading],
  ...(row.settled && { settled: { amount: fromJson(row.settled.amount), why: '' } }),
});

const whys: Readonly<Record<ObservationRow['reading'], string>> = {
  'money-in': 'Money that came in.',
  'money-out': 'Money that went out.',
  'not-income': 'It moves nothing that is owed.',
  refunded: 'Money went back to the payer.',
  unknown: 'What this line is could not be told. Look at it: it may or may not be income.',
  pending: 'It was not finished at its source.',
};
