import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import {
  AllocateObservation,
  type ObservationAllocation,
  type PartSaid,
  allocateObservation,
  findPart,
  inProportionDown,
} from '../domain/allocation.js';
import { type Instant, instant, monthOf } from '../domain/calendar.js';
import type { Witnesses } from '../domain/evidence.js';
import { newborn } from '../domain/fact.js';
import { fundStream, intoFunds } from '../domain/fund.js';
import { type Books, ledgerStream } from '../domain/ledger.js';
import { type Booking, bookIn, monthStream } from '../domain/month.js';
import { type RecordedObservation, observationStream } from '../domain/observation.js';
import { type Payment, type PaymentEntry, type PaymentOutcome, paymentStream, recordPayment } from '../domain/payment.js';
import type { Settlement } from '../domain/pledge.js';
import { InvalidInput } from '../domain/refusal.js';
import type { Sealed } from '../domain/sealed.js';
import { EventReader } from '../event-store/event-reader.js';
import { EventStore } from '../event-store/event-store.js';
import { newId } from '../event-store/ids.js';
import { Terms } from '../event-store/ledger-terms.js';
import { CLOCK, type Clock } from '../event-store/tokens.js';
import type { Sealing } from '../vault/sealing.js';
import { Vault } from '../vault/vault.js';
import { payerOf } from './line-payer.js';
import { recordedLine } from './recorded-line.js';
import { RecordedPayments } from './recorded-payments.js';

/** A part of a line with the payment that is its: made here, or named by the person. */
interface Part {
  readonly said: PartSaid;
  readonly payment: string;
  readonly sealed: { payer?: Sealed; reference?: Sealed };
}

/** What is told of the line to each of its parts. */
interface Whole {
  readonly line: RecordedObservation;
  readonly at: Instant;
  readonly settled: Settlement | undefined;
  readonly known: Witnesses;
  readonly books: Books;
  readonly booking: Booking;
}

/** A line and all of its parts commit together, or nothing of them. */
@CommandHandler(AllocateObservation)
export class AllocateObservationHandler implements ICommandHandler<AllocateObservation> {
  constructor(
    @Inject(EventStore) private readonly events: EventStore,
    @Inject(EventReader) private readonly reader: EventReader,
    @Inject(RecordedPayments) private readonly payments: RecordedPayments,
    @Inject(Terms) private readonly terms: Terms,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute(command: AllocateObservation) {
    const { ledger, observation: id } = command.input;
    const { line, at } = await recordedLine(this.reader, ledger, id);
    const { zone, currency } = await this.terms.of(ledger);
    const currencies = [...new Set([currency, line.amount.currency])];
    const sealing = this.vault.sealing(ledger);
    const parts = await this.parts(command.input, line, sealing);
    const known = await this.payments.witnesses(ledger, namedBy(parts));
    const streams = {
      observation: observationStream(id),
      payments: streamsOf(parts),
      books: ledgerStream,
      funds: currencies.map(fundStream),
    };
    return this.terms.booked(ledger, monthOf(at, zone), (months) =>
      this.events.decide(
        command,
        { ...streams, months: months.map(monthStream) },
        ({ observation, payments, books, months: states }, now) => {
          const said = allocateObservation(observation, parts.map(allocated), now);
          const whole = { line, at, settled: command.input.settled ?? line.settled, known, books, booking: bookIn(months, states, books) };
          const outcomes = outcomesOf(parts, payments, whole, now);
          return {
            observation: said,
            payments: outcomes.map(({ payment }) => payment),
            funds: intoFunds(
              currencies,
              outcomes.flatMap(({ fund }) => fund),
            ),
          };
        },
        { rows: sealing.newKeys },
      ),
    );
  }

  private async parts({ parts }: ObservationAllocation, line: RecordedObservation, sealing: Sealing): Promise<Part[]> {
    const made: Part[] = [];
    for (const said of parts) {
      made.push(
        said.becomes === 'evidence'
          ? { said, payment: said.payment, sealed: {} }
          : { said, payment: newId(this.clock), sealed: await payerOf(line, this.vault, sealing, instant(this.clock())) },
      );
    }
    return made;
  }
}

const namedBy = (parts: readonly Part[]): string[] => parts.flatMap(({ said, payment }) => (said.becomes === 'evidence' ? [payment] : []));
const allocated = ({ payment, said: { amount } }: Part) => ({ payment, amount });
const streamsOf = (parts: readonly Part[]) =>
  parts.map(({ said, payment }) => (said.becomes === 'evidence' ? paymentStream(payment) : newborn(paymentStream(payment))));

/** What the source kept for itself, and what a foreign line became, are cut in proportion to its parts. */
function outcomesOf(parts: readonly Part[], payments: readonly Payment[], whole: Whole, now: Instant): PaymentOutcome[] {
  const { line, at, settled, known, books, booking } = whole;
  const amounts = parts.map(({ said: { amount } }) => amount);
  const fees = line.fee && inProportionDown(line.fee, amounts);
  const became = settled && inProportionDown(settled.amount, amounts);
  return parts.map(({ said, payment, sealed }, index) => {
    const field = `parts.${index}`;
    if (said.becomes === 'evidence') return { payment: findPart(payments[index]!, line, said.amount, known, field, now), fund: [] };
    const entry: PaymentEntry = {
      amount: said.amount,
      ...(fees && { fee: fees[index]! }),
      method: line.method,
      offering: said.offering,
      ...(said.place && { place: said.place }),
      receivedAt: at,
      account: line.account,
      observation: line.observation,
      ...(became && { settled: { amount: became[index]!, source: settled.source } }),
    };
    return atPart(field, () => recordPayment(payments[index]!, payment, entry, sealed, books, booking));
  });
}

/** What is wrong with a payment is said at the part that becomes it. */
function atPart<T>(part: string, record: () => T): T {
  try {
    return record();
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    throw new InvalidInput(error.faults.map(({ field, says }) => ({ field: `${part}.${field}`, says })));
  }
}
