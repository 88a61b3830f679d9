import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { ForgetPayer, forgetPayer, payersStream } from '../domain/payer.js';
import { type Decided, EventStore } from '../event-store/event-store.js';
import { forgetInputsOf } from '../event-store/forgotten-inputs.js';
import { forgetSubjects } from '../vault/forget.js';
import { type PayerTraces, PayerTracesReader } from './payer-traces.js';

/**
 * Forgets whoever made a payment: their name and numbers on each of their payments, and the words of every line that names them. The
 * event first, then the keys: cut off in between, asking again finds what is left and ends it.
 */
@CommandHandler(ForgetPayer)
export class ForgetPayerHandler implements ICommandHandler<ForgetPayer> {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(EventStore) private readonly events: EventStore,
    @Inject(PayerTracesReader) private readonly traces: PayerTracesReader,
  ) {}

  async execute(command: ForgetPayer): Promise<Decided> {
    const { ledger, payment } = command.input;
    const traces = await this.traces.of(ledger, payment);
    const decided = await this.events.decide(command, { payers: payersStream }, (_, now) => ({
      payers: forgetPayer(traces.payers.length, now),
    }));
    await this.destroy(ledger, traces);
    return decided;
  }

  /** The mark of a line holds its words, so it goes too; that a line of that day and amount was here is kept, so that none comes twice. */
  private destroy(ledger: string, { payers, lines }: PayerTraces): Promise<void> {
    return this.dataSource.transaction(async (database) => {
      await database.query(
        `insert into forgotten_line (ledger_id, observation_id, account_id, day, amount_minor, currency, source)
         select ledger_id, observation_id, account_id, day, amount_minor, currency, source from observation
         where ledger_id = $1 and observation_id = any($2::uuid[]) on conflict do nothing`,
        [ledger, lines],
      );
      await database.query('delete from observation_line where ledger_id = $1 and observation_id = any($2::uuid[])', [ledger, lines]);
      await forgetInputsOf(database, ledger, [...payers, ...lines]);
      await forgetSubjects(database, ledger, [...payers, ...lines]);
    });
  }
}
