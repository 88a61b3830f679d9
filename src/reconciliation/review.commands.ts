import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { instant, monthOf } from '../domain/calendar.js';
import { fundStream, intoFunds } from '../domain/fund.js';
import { ledgerStream } from '../domain/ledger.js';
import { bookIn, monthStream } from '../domain/month.js';
import { type RecordedObservation, ReviewObservation, observationStream, reviewObservation } from '../domain/observation.js';
import { type Payment, type PaymentEntry, paymentStream, recordPayment } from '../domain/payment.js';
import { Refusal } from '../domain/refusal.js';
import type { Sealed } from '../domain/sealed.js';
import { EventReader } from '../event-store/event-reader.js';
import { EventStore } from '../event-store/event-store.js';
import { newId } from '../event-store/ids.js';
import { Terms } from '../event-store/ledger-terms.js';
import { CLOCK, type Clock } from '../event-store/tokens.js';
import type { Sealing } from '../vault/sealing.js';
import { Vault } from '../vault/vault.js';
import { RecordedPayments, witnessOf } from './recorded-payments.js';

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
    if (verdict.becomes === 'evidence') await this.refuseStrayEvidence(ledger, data, verdict.payment);
    const payment = verdict.becomes === 'evidence' ? verdict.payment : newId(this.clock);
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
        ({ observation, payment: before, books, months: states }, now) => {
          const said = reviewObservation(observation, command.input, payment, now);
          if (verdict.becomes === 'evidence') refuseUnlessReceived(before);
          if (verdict.becomes !== 'payment' || said.length === 0) return { observation: said };
          const outcome = recordPayment(
            before,
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

  /** A line speaks for one payment of the same amount, which has no witness of its kind yet. */
  private async refuseStrayEvidence(ledger: string, { source, amount }: RecordedObservation, payment: string): Promise<void> {
    const free = await this.payments.withoutEvidence(ledger, witnessOf(source));
    const found = free.find(({ paymentId }) => paymentId === payment);
    if (found?.amountMinor !== amount.minor || found.currency !== amount.currency) {
      throw new Refusal('observation/no-such-payment', 'No payment of this amount waits for this line. Choose again what it becomes.');
    }
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

/** It may have been taken out of the books since it was proposed. */
function refuseUnlessReceived({ status }: Payment): void {
  if (status !== 'received') throw new Refusal('observation/no-such-payment', 'That payment was taken out of the books. Choose again.');
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
