import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { recipientStream } from '../domain/call.js';
import { EraseRecipient } from '../domain/erasure.js';
import { JOURNAL, type JournalEntry } from '../domain/journal.js';
import { ForgetPayer } from '../domain/payer.js';
import { EventReader } from '../event-store/event-reader.js';
import { newId } from '../event-store/ids.js';
import { CLOCK, type Clock } from '../event-store/tokens.js';
import { Destruction } from './destruction.js';
import { payersInJournal } from './journal-check.js';
import type { JournalFile } from './journal.js';
import { stillNamed } from './payers-still-named.js';
import { TraceReader } from './traces.js';

interface Person {
  readonly ledger: string;
  readonly recipient: string;
}

/** Brings to its end what was begun: a person whose payouts were on their way, one whom only the journal knows to be forgotten. */
@Injectable()
export class Erasures {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(EventReader) private readonly reader: EventReader,
    @Inject(TraceReader) private readonly traces: TraceReader,
    @Inject(Destruction) private readonly destruction: Destruction,
    @Inject(JOURNAL) private readonly journal: JournalFile,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Erased people whose key is still there: because a payout was on its way, or because the program was ended in between. */
  async finish(): Promise<void> {
    const waiting = await this.dataSource.query<Person[]>(
      `select r.ledger_id as ledger, r.recipient_id as recipient from recipient r
       join subject_key k on k.ledger_id = r.ledger_id and k.subject_id = r.recipient_id where r.status = 'erased'`,
    );
    for (const { ledger, recipient } of waiting) {
      if (await this.traces.isOpenStill(this.dataSource, ledger, recipient)) await this.erase({ ledger, recipient });
      else await this.destruction.ofPerson(ledger, recipient);
    }
  }

  /** Tags of payouts that a publication has counted, or that came back, are needed no more. */
  async forgetTags(): Promise<void> {
    await this.dataSource.query(
      `delete from erased_payout e using payout p where p.ledger_id = e.ledger_id and p.payout_id = e.payout_id
         and (p.published_period is not null or p.status in ('returned', 'cancelled'))`,
    );
  }

  /**
   * Applies the journal's erasures to books that do not know of them: those of a copy that is older, or of a program that was
   * ended between journal and books. @returns how many people were forgotten by it
   */
  async applyJournal(): Promise<number> {
    const { entries } = await this.journal.read();
    let applied = 0;
    for (const entry of entries) {
      if (entry.kind !== 'erasure') continue;
      const { status } = await this.reader.state(entry.ledger, recipientStream(entry.recipient));
      if (status !== 'known') continue;
      await this.erase(entry);
      applied += 1;
    }
    for (const ledger of await this.reader.ledgers()) applied += await this.forgetPayers(ledger, payersInJournal(ledger, entries));
    return applied;
  }

  /** How many people of this ledger the journal knows to be forgotten, and the books do not. */
  async open(ledger: string, entries: readonly JournalEntry[]): Promise<number> {
    const asked = new Set(entries.flatMap((entry) => (entry.kind === 'erasure' && entry.ledger === ledger ? [entry.recipient] : [])));
    const payers = await stillNamed(this.dataSource, ledger, [...new Set(payersInJournal(ledger, entries))]);
    let open = payers.length;
    for (const recipient of asked) if ((await this.reader.state(ledger, recipientStream(recipient))).status === 'known') open += 1;
    return open;
  }

  /** Each looked at anew: the first of somebody's payments forgets the others. */
  private async forgetPayers(ledger: string, payments: readonly string[]): Promise<number> {
    let forgotten = 0;
    for (const payment of new Set(payments)) {
      if ((await stillNamed(this.dataSource, ledger, [payment])).length === 0) continue;
      await this.commands.execute(new ForgetPayer({ ledger, by: 'upkeep', request: newId(this.clock), payment }));
      forgotten += 1;
    }
    return forgotten;
  }

  private erase({ ledger, recipient }: Person): Promise<unknown> {
    return this.commands.execute(new EraseRecipient({ ledger, by: 'upkeep', request: newId(this.clock), recipient }));
  }
}
