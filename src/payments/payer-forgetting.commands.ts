import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { instant } from '../domain/calendar.js';
import { JOURNAL, type Journal } from '../domain/journal.js';
import { ForgetPayer, forgetPayer, payersStream } from '../domain/payer.js';
import { type Decided, EventStore } from '../event-store/event-store.js';
import { forgetInputsOf } from '../event-store/forgotten-inputs.js';
import { CLOCK, type Clock } from '../event-store/tokens.js';
import { destroyKeys } from '../vault/destroying.js';
import { type PayerTraces, PayerTracesReader } from './payer-traces.js';

/**
 * Forgets whoever made a payment: their name and numbers on each of their payments, and the words of every line that names them. Into
 * the journal, then into the books, then the keys go: cut off in between, asking again finds what is left and ends it, and so does the journal. It names their first
 * payment: a backup of any day in which they are named knows that one.
 */
@CommandHandler(ForgetPayer)
export class ForgetPayerHandler implements ICommandHandler<ForgetPayer> {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(EventStore) private readonly events: EventStore,
    @Inject(PayerTracesReader) private readonly traces: PayerTracesReader,
    @Inject(JOURNAL) private readonly journal: Journal,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute(command: ForgetPayer): Promise<Decided> {
    const { ledger, payment } = command.input;
    const traces = await this.traces.of(ledger, payment);
    if (traces.payers.length + traces.lines.length > 0)
      await this.journal.write({ kind: 'payer-erasure', ledger, payment: traces.first, at: instant(this.clock()) });
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
      await destroyKeys(database, ledger, [...payers, ...lines]);
    });
  }
}
