import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { instant } from '../domain/calendar.js';
import { recipientStream } from '../domain/call.js';
import { fundStream } from '../domain/fund.js';
import { payoutStream } from '../domain/payout.js';
import { payoutRulesStream } from '../domain/payout-rules.js';
import {
  EndPayoutAttempt,
  NoticeInterruption,
  ResumePayoutAttempt,
  StartPayoutAttempt,
  TakeBatchAnswer,
  VoidRevisedPayout,
  endPayoutAttempt,
  noticeInterruption,
  resumePayoutAttempt,
  startPayoutAttempt,
  takeBatchAnswer,
  unchanged,
  voidRevisedPayout,
} from '../domain/payout-sending.js';
import { EventReader } from '../event-store/event-reader.js';
import { EventStore } from '../event-store/event-store.js';
import { CLOCK, type Clock } from '../event-store/tokens.js';
import { PayoutLinks } from './payouts.links.js';
import { PayoutBooking } from './payout-booking.js';
import { PayoutOrders } from './payout-orders.js';

@CommandHandler(StartPayoutAttempt)
export class StartPayoutAttemptHandler implements ICommandHandler<StartPayoutAttempt> {
  constructor(
    @Inject(EventStore) private readonly events: EventStore,
    @Inject(EventReader) private readonly reader: EventReader,
    @Inject(PayoutLinks) private readonly links: PayoutLinks,
    @Inject(PayoutOrders) private readonly orders: PayoutOrders,
  ) {}

  /** The bytes are written before the decision. What they were written from is looked at again under the lock. */
  async execute(command: StartPayoutAttempt) {
    const { ledger, payout, attempt } = command.input;
    const { account = '' } = await this.reader.state(ledger, payoutRulesStream);
    const state = await this.reader.state(ledger, payoutStream(payout));
    const { recipient } = await this.links.open(ledger, (await this.links.row(ledger, payout)).to);
    const order = state.status === 'approved' ? await this.orders.make(ledger, state.proposal, attempt, account) : 'rail-refuses';
    const streams = {
      payout: payoutStream(payout),
      fund: fundStream(state.status === 'unknown' ? '' : state.proposal.given.currency),
      recipient: recipientStream(recipient),
      rules: payoutRulesStream,
    };
    return this.events.decide(command, streams, ({ payout: now, fund, recipient: person, rules }, at) => {
      if (now.status !== 'approved' || now.attempts + 1 !== attempt || rules.account !== account) return unchanged;
      return startPayoutAttempt(now, fund, person, rules, order, at);
    });
  }
}

@CommandHandler(VoidRevisedPayout)
export class VoidRevisedPayoutHandler implements ICommandHandler<VoidRevisedPayout> {
  constructor(
    @Inject(EventStore) private readonly events: EventStore,
    @Inject(PayoutLinks) private readonly links: PayoutLinks,
  ) {}

  async execute(command: VoidRevisedPayout) {
    const { ledger, payout } = command.input;
    const row = await this.links.row(ledger, payout);
    const { recipient } = await this.links.open(ledger, row.to);
    return this.events.decide(
      command,
      { payout: payoutStream(payout), fund: fundStream(row.givenCurrency), recipient: recipientStream(recipient) },
      ({ payout: state, fund, recipient: person }, now) => voidRevisedPayout(state, fund, person, now),
    );
  }
}

@CommandHandler(ResumePayoutAttempt)
export class ResumePayoutAttemptHandler implements ICommandHandler<ResumePayoutAttempt> {
  constructor(
    @Inject(EventStore) private readonly events: EventStore,
    @Inject(PayoutLinks) private readonly links: PayoutLinks,
    @Inject(PayoutOrders) private readonly orders: PayoutOrders,
  ) {}

  async execute(command: ResumePayoutAttempt) {
    const { ledger, payout, attempt } = command.input;
    const byDatabase = await this.orders.byDatabase();
    const { givenCurrency } = await this.links.row(ledger, payout);
    const streams = { payout: payoutStream(payout), fund: fundStream(givenCurrency), rules: payoutRulesStream };
    return this.events.decide(command, streams, ({ payout: state, fund, rules }, now) =>
      resumePayoutAttempt(state, fund, rules, attempt, { now, byDatabase }),
    );
  }
}

@CommandHandler(NoticeInterruption)
export class NoticeInterruptionHandler implements ICommandHandler<NoticeInterruption> {
  constructor(@Inject(EventStore) private readonly events: EventStore) {}

  execute(command: NoticeInterruption) {
    const { payout, attempt } = command.input;
    return this.events.decide(command, { payout: payoutStream(payout) }, ({ payout: state }, now) => ({
      payout: noticeInterruption(state, attempt, now),
    }));
  }
}

@CommandHandler(TakeBatchAnswer)
export class TakeBatchAnswerHandler implements ICommandHandler<TakeBatchAnswer> {
  constructor(
    @Inject(EventReader) private readonly reader: EventReader,
    @Inject(PayoutBooking) private readonly booking: PayoutBooking,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Taken up, the money left when its fate became unknown, or now where it never was. */
  async execute(command: TakeBatchAnswer) {
    const { input } = command;
    const { ledger, payout } = input;
    const state = await this.reader.state(ledger, payoutStream(payout));
    const at = state.status === 'in-doubt' ? state.since : instant(this.clock());
    return this.booking.decide(command, at, ({ payout: before, fund, booking }, now) =>
      takeBatchAnswer(before, fund, input, booking, at, now),
    );
  }
}

@CommandHandler(EndPayoutAttempt)
export class EndPayoutAttemptHandler implements ICommandHandler<EndPayoutAttempt> {
  constructor(
    @Inject(EventStore) private readonly events: EventStore,
    @Inject(PayoutLinks) private readonly links: PayoutLinks,
  ) {}

  async execute(command: EndPayoutAttempt) {
    const { ledger, payout, attempt } = command.input;
    const { givenCurrency } = await this.links.row(ledger, payout);
    return this.events.decide(command, { payout: payoutStream(payout), fund: fundStream(givenCurrency) }, ({ payout: state, fund }, now) =>
      endPayoutAttempt(state, fund, attempt, now),
    );
  }
}
