import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { instant, monthOf } from '../domain/calendar.js';
import { fundStream, intoFunds } from '../domain/fund.js';
import { ledgerStream } from '../domain/ledger.js';
import { bookIn, monthStream } from '../domain/month.js';
import { type RecordedObservation, ReviewObservation, observationStream, reviewObservation } from '../domain/observation.js';
import { type PaymentEntry, paymentStream, recordPayment } from '../domain/payment.js';
import { Refusal } from '../domain/refusal.js';
import type { Sealed } from '../domain/sealed.js';
import { EventReader } from '../event-store/event-reader.js';
import { EventStore } from '../event-store/event-store.js';
import { newId } from '../event-store/ids.js';
import { Terms } from '../event-store/ledger-terms.js';
import { CLOCK, type Clock } from '../event-store/tokens.js';
import type { Sealing } from '../vault/sealing.js';
import { Vault } from '../vault/vault.js';
import { RecordedPayments, refuseStray } from './recorded-payments.js';

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
    const recorded = await this.reader.first(ledger, observationStream(id).name, 'ObservationRecorded');
    if (!recorded) throw new Refusal('observation/unknown', 'There is no such line in this ledger.');
    const { data, happenedAt } = recorded;
    const { zone, currency } = await this.terms.of(ledger);
    const currencies = [...new Set([currency, data.amount.currency])];
    const payment = verdict.becomes === 'evidence' ? await this.spokenFor(ledger, data, verdict.payment) : newId(this.clock);
    const sealing = this.vault.sealing(ledger);
    const sealed = verdict.becomes === 'payment' ? await this.sealedPayer(ledger, data, sealing) : {};
    return this.terms.booked(ledger, monthOf(happenedAt, zone), (months) =>
      this.events.decide(
        command,
        {
          observation: observationStream(id),
          payment: paymentStream(payment),
          books: ledgerStream,
          months: months.map(monthStream),
          funds: currencies.map(fundStream),
        },
        ({ observation, payment: unknown, books, months: states }, now) => {
          const said = reviewObservation(observation, command.input, payment, now);
          if (verdict.becomes !== 'payment' || said.length === 0) return { observation: said };
          const outcome = recordPayment(
            unknown,
            payment,
            entryOf(data, happenedAt, verdict.offering),
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

  /** A line speaks for one payment of the same amount, which has no line yet. One that is matched answers for itself. */
  private async spokenFor(ledger: string, { observation, amount }: RecordedObservation, payment: string): Promise<string> {
    const { status } = await this.reader.state(ledger, observationStream(observation));
    if (status === 'matched') return payment;
    const free = (await this.payments.withoutEvidence(ledger)).find(({ paymentId }) => paymentId === payment);
    refuseStray(free, amount, 'line');
    return payment;
  }

  /** Name and reference move from the observation's key to the payer's own. */
  private async sealedPayer(
    ledger: string,
    { name, reference }: RecordedObservation,
    sealing: Sealing,
  ): Promise<{ payer?: Sealed; reference?: Sealed }> {
    const who = name && (await this.vault.open(ledger, 'observation.name', name));
    const number = reference && (await this.vault.open(ledger, 'observation.reference', reference));
    if (!who && !number) return {};
    const payer = sealing.newSubject('payer', { now: instant(this.clock()) });
    return {
      ...(who && { payer: sealing.seal(payer, 'payment.payer', who) }),
      ...(number && { reference: sealing.seal(payer, 'payment.reference', number) }),
    };
  }
}

const entryOf = (data: RecordedObservation, receivedAt: string, offering: string): PaymentEntry => ({
  amount: data.amount,
  ...(data.fee && { fee: data.fee }),
  method: data.method,
  offering,
  receivedAt,
  account: data.account,
  observation: data.observation,
  ...(data.settled && { settled: data.settled }),
});
