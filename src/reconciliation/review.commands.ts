import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { instant, monthOf } from '../domain/calendar.js';
import {
  ReopenObservation,
  type Witnesses,
  findEvidence,
  isClaimed,
  reopenObservation,
  strayEvidence,
  witnessOf,
} from '../domain/evidence.js';
import { newborn } from '../domain/fact.js';
import { fundStream, intoFunds } from '../domain/fund.js';
import { ledgerStream } from '../domain/ledger.js';
import { bookIn, monthStream } from '../domain/month.js';
import {
  type Observation,
  type RecordedObservation,
  ReviewObservation,
  type Verdict,
  observationStream,
  reviewObservation,
} from '../domain/observation.js';
import { type PaymentEntry, paymentStream, recordPayment } from '../domain/payment.js';
import type { Settlement } from '../domain/pledge.js';
import { Refusal } from '../domain/refusal.js';
import { EventReader } from '../event-store/event-reader.js';
import { EventStore } from '../event-store/event-store.js';
import { newId } from '../event-store/ids.js';
import { Terms } from '../event-store/ledger-terms.js';
import { CLOCK, type Clock } from '../event-store/tokens.js';
import { Vault } from '../vault/vault.js';
import { payerOf } from './line-payer.js';
import { recordedLine } from './recorded-line.js';
import { RecordedPayments } from './recorded-payments.js';

/** A line that was left for another day is recorded or put aside; the payment and the match commit together. */
@CommandHandler(ReviewObservation)
export class ReviewObservationHandler implements ICommandHandler<ReviewObservation> {
  constructor(
    @Inject(EventStore) private readonly events: EventStore,
    @Inject(EventReader) private readonly reader: EventReader,
    @Inject(RecordedPayments) private readonly payments: RecordedPayments,
    @Inject(Terms) private readonly terms: Terms,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute(command: ReviewObservation) {
    const { ledger, observation: id, verdict } = command.input;
    const { line, at } = await recordedLine(this.reader, ledger, id);
    const { zone, currency } = await this.terms.of(ledger);
    const currencies = [...new Set([currency, line.amount.currency])];
    const payment = verdict.becomes === 'evidence' ? verdict.payment : newId(this.clock);
    const known: Witnesses = verdict.becomes === 'evidence' ? await this.payments.witnesses(ledger, [payment]) : new Map();
    if (isClaimed(known, payment, witnessOf(line.source), id)) throw strayEvidence('line');
    const sealing = this.vault.sealing(ledger);
    const sealed = verdict.becomes === 'payment' ? await payerOf(line, this.vault, sealing, instant(this.clock())) : {};
    return this.terms.booked(ledger, monthOf(at, zone), (months) =>
      this.events.decide(
        command,
        {
          observation: observationStream(id),
          payment: verdict.becomes === 'evidence' ? paymentStream(payment) : newborn(paymentStream(payment)),
          books: ledgerStream,
          months: months.map(monthStream),
          funds: currencies.map(fundStream),
        },
        ({ observation, payment: state, books, months: states }, now) => {
          const said = reviewObservation(observation, command.input, payment, now);
          if (verdict.becomes === 'dismissed' || said.length === 0) return { observation: said };
          if (verdict.becomes === 'evidence') return { observation: said, payment: findEvidence(state, line, known, 'line', now) };
          const outcome = recordPayment(
            state,
            payment,
            entryOf(line, at, verdict, command.input.settled ?? line.settled),
            sealed,
            books,
            bookIn(months, states, books),
          );
          return { observation: said, payment: outcome.payment, funds: intoFunds(currencies, outcome.fund) };
        },
        { rows: sealing.newKeys },
      ),
    );
  }
}

const entryOf = (
  line: RecordedObservation,
  receivedAt: string,
  { offering, place }: Extract<Verdict, { becomes: 'payment' }>,
  settled: Settlement | undefined,
): PaymentEntry => ({
  amount: line.amount,
  ...(line.fee && { fee: line.fee }),
  method: line.method,
  offering,
  ...(place && { place }),
  receivedAt,
  account: line.account,
  observation: line.observation,
  ...(settled && { settled }),
});

/** What was said of a line is taken back; it waits for review again. */
@CommandHandler(ReopenObservation)
export class ReopenObservationHandler implements ICommandHandler<ReopenObservation> {
  constructor(
    @Inject(EventStore) private readonly events: EventStore,
    @Inject(EventReader) private readonly reader: EventReader,
  ) {}

  async execute(command: ReopenObservation) {
    const { ledger, observation: id } = command.input;
    const matched = matchOf(await this.reader.state(ledger, observationStream(id)));
    return this.events.decide(
      command,
      { observation: observationStream(id), payments: matched.map(paymentStream) },
      ({ observation, payments }, now) => {
        refuseIfMatchedAnew(observation, matched);
        return reopenObservation(observation, payments, now);
      },
    );
  }
}

const matchOf = (observation: Observation): readonly string[] => (observation.status === 'matched' ? observation.payments : []);

/** The payments were looked up before the lock; under it the line may speak for others. */
function refuseIfMatchedAnew(observation: Observation, matched: readonly string[]): void {
  if (observation.status !== 'matched' || observation.payments.join() === matched.join()) return;
  throw new Refusal('observation/matched-meanwhile', 'Somebody else has just matched this line. Look at it again.');
}
