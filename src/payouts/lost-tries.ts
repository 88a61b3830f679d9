import { Inject, Injectable } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { JOURNAL, type Journal } from '../domain/journal.js';
import { type Payout, payoutStream } from '../domain/payout.js';
import { TakeUpLostTry, lostTry, takeUpLostTry } from '../domain/payout-in-journal.js';
import { payoutRulesStream } from '../domain/payout-rules.js';
import { Refusal } from '../domain/refusal.js';
import { EventReader } from '../event-store/event-reader.js';
import { EventStore } from '../event-store/event-store.js';
import { PayoutOrders } from './payout-orders.js';
import type { DuePayout } from './payout-watch.js';

/** Asked before every call: whether the journal knows of a try that these books, put back from a copy, do not. */
@Injectable()
export class LostTries {
  constructor(@Inject(JOURNAL) private readonly journal: Journal) {}

  /** @returns its number; undefined where the books know as much as the journal, or it cannot be read: then nothing is sent either */
  async of({ ledger, payout }: DuePayout, state: Payout): Promise<number | undefined> {
    const journaled = await this.journal.attempts(ledger, payout).catch(() => []);
    return lostTry(state, journaled)?.attempt;
  }
}

@CommandHandler(TakeUpLostTry)
export class TakeUpLostTryHandler implements ICommandHandler<TakeUpLostTry> {
  constructor(
    @Inject(EventStore) private readonly events: EventStore,
    @Inject(EventReader) private readonly reader: EventReader,
    @Inject(PayoutOrders) private readonly orders: PayoutOrders,
    @Inject(JOURNAL) private readonly journal: Journal,
  ) {}

  /** The request of the lost try is written once more, so that what is found at PayPal can be held against it. */
  async execute(command: TakeUpLostTry) {
    const { ledger, payout, attempt } = command.input;
    const state = await this.reader.state(ledger, payoutStream(payout));
    if (state.status === 'unknown') throw new Refusal('payout/unknown', 'There is no such payout in this ledger.');
    const { account = '' } = await this.reader.state(ledger, payoutRulesStream);
    const journaled = await this.journal.attempts(ledger, payout);
    await this.refuseAnotherApp(ledger, account, journaled.at(-1)?.app);
    const order = await this.orders.make(ledger, state.proposal, attempt, account);
    return this.events.decide(command, { payout: payoutStream(payout) }, ({ payout: now }) => ({
      payout: takeUpLostTry(now, journaled, order),
    }));
  }

  /** What another account lists would be no evidence of a try that did not go through it. */
  private async refuseAnotherApp(ledger: string, account: string, app: string | undefined): Promise<void> {
    if (app === undefined || (await this.orders.isThrough(ledger, account, app)) !== false) return;
    throw new Refusal(
      'payout/another-app',
      'This was tried through another app of PayPal’s than the one that is connected. Connect the app of then again: what another one lists proves nothing here.',
    );
  }
}
