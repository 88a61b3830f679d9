import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { instant } from '../domain/calendar.js';
import { callStream, recipientStream } from '../domain/call.js';
import { EraseRecipient, type Erasure, eraseRecipient } from '../domain/erasure.js';
import { emptyFund, fundStream, intoFunds } from '../domain/fund.js';
import { JOURNAL, type Journal } from '../domain/journal.js';
import { payoutStream } from '../domain/payout.js';
import { Refusal } from '../domain/refusal.js';
import { EventReader } from '../event-store/event-reader.js';
import { type Decided, EventStore } from '../event-store/event-store.js';
import { Terms } from '../event-store/ledger-terms.js';
import { CLOCK, type Clock } from '../event-store/tokens.js';
import { Destruction } from './destruction.js';
import { TraceReader, isFinal } from './traces.js';

/** What was done when a person was forgotten, and what waits. */
export interface Forgotten {
  readonly callsTakenBack: number;
  readonly payoutsCancelled: number;
  /** Not final yet: what these need is destroyed when the last of them is. */
  readonly payoutsWaiting: number;
  readonly keysDestroyed: number;
}

/**
 * Forgets a person: into the journal, then into the books, then the keys go. Whatever cuts it short, the journal knows, and
 * asking again, or the chore, ends it.
 */
@CommandHandler(EraseRecipient)
export class EraseRecipientHandler implements ICommandHandler<EraseRecipient, Forgotten> {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(EventStore) private readonly events: EventStore,
    @Inject(EventReader) private readonly reader: EventReader,
    @Inject(Terms) private readonly terms: Terms,
    @Inject(TraceReader) private readonly traces: TraceReader,
    @Inject(Destruction) private readonly destruction: Destruction,
    @Inject(JOURNAL) private readonly journal: Journal,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ input }: EraseRecipient): Promise<Forgotten> {
    const { ledger, recipient } = input;
    const { status } = await this.reader.state(ledger, recipientStream(recipient));
    if (status === 'unknown') throw new Refusal('recipient/unknown', 'There is no such person in this ledger.');
    if (status === 'known') await this.journal.write({ kind: 'erasure', ledger, recipient, at: instant(this.clock()) });
    const written = [...(await this.closed(input)).events];
    // A payout or call that began before the books knew: nothing can follow it now, so the second look is the last.
    if (await this.traces.isOpenStill(this.dataSource, ledger, recipient))
      written.push(...(await this.closed({ ...input, request: `${input.request}-again` })).events);
    const { keys, waiting } = await this.destruction.ofPerson(ledger, recipient);
    const countOf = (type: string): number => written.filter((event) => event.type === type).length;
    return {
      callsTakenBack: countOf('CallWithdrawn'),
      payoutsCancelled: countOf('PayoutCancelled'),
      payoutsWaiting: waiting,
      keysDestroyed: keys,
    };
  }

  private async closed(input: Erasure): Promise<Decided> {
    const { ledger, recipient } = input;
    const { calls, payouts } = await this.traces.ofPerson(this.dataSource, ledger, recipient);
    const open = payouts.filter((payout) => !isFinal(payout));
    const currencies = await this.terms.funds(ledger);
    return this.events.decide(
      new EraseRecipient(input),
      {
        recipient: recipientStream(recipient),
        calls: calls.map(callStream),
        payouts: open.map(({ payout }) => payoutStream(payout)),
        funds: currencies.map(fundStream),
      },
      ({ recipient: state, calls: called, payouts: standing, funds }, now) => {
        const fundOf = (currency: string) => funds[currencies.indexOf(currency)] ?? emptyFund(currency);
        const named = called.map((call, index) => ({ id: calls[index]!, state: call }));
        const outcome = eraseRecipient({ recipient: state, calls: named, payouts: standing, fundOf }, input, now);
        const { fund, ...rest } = outcome;
        return { ...rest, funds: intoFunds(currencies, fund) };
      },
    );
  }
}
