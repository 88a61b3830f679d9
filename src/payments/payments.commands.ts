import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { instant, monthOf } from '../domain/calendar.js';
import { newborn } from '../domain/fact.js';
import { fundStream, intoFunds } from '../domain/fund.js';
import { ledgerStream } from '../domain/ledger.js';
import { bookIn, monthStream } from '../domain/month.js';
import { type PaymentRecording, RecordPayment, paymentStream, recordPayment } from '../domain/payment.js';
import type { Sealed } from '../domain/sealed.js';
import { EventStore } from '../event-store/event-store.js';
import { newId } from '../event-store/ids.js';
import { Terms } from '../event-store/ledger-terms.js';
import { CLOCK, type Clock } from '../event-store/tokens.js';
import type { Sealing } from '../vault/sealing.js';
import { Vault } from '../vault/vault.js';

@CommandHandler(RecordPayment)
export class RecordPaymentHandler implements ICommandHandler<RecordPayment> {
  constructor(
    @Inject(EventStore) private readonly events: EventStore,
    @Inject(Terms) private readonly terms: Terms,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute(command: RecordPayment) {
    const { input } = command;
    const { zone, currency } = await this.terms.of(input.ledger);
    const id = input.payment ?? newId(this.clock);
    const currencies = [...new Set([currency, input.amount.currency])];
    const sealing = this.vault.sealing(input.ledger);
    const sealed = sealPayer(sealing, input, instant(this.clock()));
    return this.terms.booked(input.ledger, monthOf(input.receivedAt, zone), (months) =>
      this.events.decide(
        command,
        {
          payment: input.payment ? paymentStream(id) : newborn(paymentStream(id)),
          books: ledgerStream,
          months: months.map(monthStream),
          funds: currencies.map(fundStream),
        },
        ({ payment, books, months: states }) => {
          const outcome = recordPayment(payment, id, input, sealed, books, bookIn(months, states, books));
          return { payment: outcome.payment, funds: intoFunds(currencies, outcome.fund) };
        },
        { rows: sealing.newKeys },
      ),
    );
  }
}

function sealPayer(sealing: Sealing, { payerName, reference }: PaymentRecording, now: string): { payer?: Sealed; reference?: Sealed } {
  if (!payerName && !reference) return {};
  const subject = sealing.newSubject('payer', { now });
  return {
    ...(payerName && { payer: sealing.seal(subject, 'payment.payer', payerName) }),
    ...(reference && { reference: sealing.seal(subject, 'payment.reference', reference) }),
  };
}
