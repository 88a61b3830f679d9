import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { instant } from '../domain/calendar.js';
import { callStream, recipientStream } from '../domain/call.js';
import { newborn } from '../domain/fact.js';
import { fundStream } from '../domain/fund.js';
import { HOLDS, type Holds } from '../domain/hold.js';
import { ledgerStream } from '../domain/ledger.js';
import { payoutStream } from '../domain/payout.js';
import { refuseUnlikelyDay } from '../domain/payout-day.js';
import {
  ApprovePayout,
  CancelPayout,
  ConfirmPayout,
  PreparePayout,
  PutBackPayout,
  RecordPayoutReturned,
  RecordPayoutSent,
  SayPayoutMissing,
  ShowPayoutCard,
  UndoPayoutSent,
  approvePayout,
  cancelPayout,
  confirmPayout,
  preparePayout,
  putBackPayout,
  recordPayoutReturned,
  recordPayoutSent,
  sayPayoutMissing,
  showPayoutCard,
  undoPayoutSent,
} from '../domain/payout-decisions.js';
import { allowPayout, refuseAboveCeiling, refuseWhileStopped } from '../domain/payout-limits.js';
import { ProposePayout, proposePayout } from '../domain/payout-proposal.js';
import { payoutRulesStream } from '../domain/payout-rules.js';
import { EventStore } from '../event-store/event-store.js';
import { CLOCK, type Clock } from '../event-store/tokens.js';
import { Vault } from '../vault/vault.js';
import { Attempts, refuseUnannounced } from './attempts.js';
import { CallPeople } from './call-people.js';
import { PayoutBooking } from './payout-booking.js';
import { PayoutLinks, sealedLink } from './payouts.links.js';

@CommandHandler(ProposePayout)
export class ProposePayoutHandler implements ICommandHandler<ProposePayout> {
  constructor(
    @Inject(EventStore) private readonly events: EventStore,
    @Inject(CallPeople) private readonly people: CallPeople,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute(command: ProposePayout) {
    const { ledger, call } = command.input;
    const recipient = await this.people.behind(ledger, call);
    const sealing = this.vault.sealing(ledger);
    const id = sealing.newSubject('payout', { now: instant(this.clock()) });
    const to = sealedLink((field, text) => sealing.seal(id, field, text), { recipient, call });
    return this.events.decide(
      command,
      {
        payout: newborn(payoutStream(id)),
        call: callStream(call),
        recipient: recipientStream(recipient),
        books: ledgerStream,
        rules: payoutRulesStream,
      },
      ({ payout, call: state, recipient: person, books, rules }, now) => {
        const proposed = proposePayout(payout, id, to, state, person, books, command.input, now);
        refuseAboveCeiling(rules, command.input.amount);
        return { payout: proposed };
      },
      { rows: sealing.newKeys },
    );
  }
}

@CommandHandler(ApprovePayout)
export class ApprovePayoutHandler implements ICommandHandler<ApprovePayout> {
  constructor(
    @Inject(EventStore) private readonly events: EventStore,
    @Inject(PayoutLinks) private readonly links: PayoutLinks,
  ) {}

  async execute(command: ApprovePayout) {
    const { ledger, payout, by } = command.input;
    const row = await this.links.row(ledger, payout);
    const { recipient } = await this.links.open(ledger, row.to);
    return this.events.decide(
      command,
      {
        payout: payoutStream(payout),
        fund: fundStream(row.givenCurrency),
        recipient: recipientStream(recipient),
        rules: payoutRulesStream,
      },
      ({ payout: state, fund, recipient: person, rules }, now) => {
        const outcome = approvePayout(state, fund, person, now);
        if (outcome.payout.length === 0 || state.status === 'unknown') return outcome;
        return { ...outcome, rules: allowPayout(rules, state.proposal, { by, proposedBy: row.proposedBy }, now) };
      },
    );
  }
}

@CommandHandler(PreparePayout)
export class PreparePayoutHandler implements ICommandHandler<PreparePayout> {
  constructor(@Inject(EventStore) private readonly events: EventStore) {}

  execute(command: PreparePayout) {
    return this.events.decide(command, { payout: payoutStream(command.input.payout) }, ({ payout }, now) => ({
      payout: preparePayout(payout, command.input, now),
    }));
  }
}

@CommandHandler(ShowPayoutCard)
export class ShowPayoutCardHandler implements ICommandHandler<ShowPayoutCard> {
  constructor(
    @Inject(EventStore) private readonly events: EventStore,
    @Inject(PayoutLinks) private readonly links: PayoutLinks,
    @Inject(Attempts) private readonly attempts: Attempts,
    @Inject(HOLDS) private readonly holds: Holds,
  ) {}

  async execute(command: ShowPayoutCard) {
    const { ledger, payout, by, notInAccount } = command.input;
    await this.holds.refuseWhileHeld(ledger, 'payouts');
    const { recipient } = await this.links.open(ledger, (await this.links.row(ledger, payout)).to);
    const announced = await this.attempts.announce({ ledger, payout, recipient, by, ...(notInAccount && { notInAccount }) });
    return this.events.decide(
      command,
      { payout: payoutStream(payout), recipient: recipientStream(recipient), rules: payoutRulesStream },
      ({ payout: state, recipient: person, rules }, now) => {
        if (state.status === 'approved') refuseWhileStopped(rules);
        return { payout: refuseUnannounced(showPayoutCard(state, person, by, now), announced) };
      },
    );
  }
}

@CommandHandler(PutBackPayout)
export class PutBackPayoutHandler implements ICommandHandler<PutBackPayout> {
  constructor(@Inject(EventStore) private readonly events: EventStore) {}

  execute(command: PutBackPayout) {
    const { payout, by } = command.input;
    return this.events.decide(command, { payout: payoutStream(payout) }, ({ payout: state }, now) => ({
      payout: putBackPayout(state, by, now),
    }));
  }
}

@CommandHandler(RecordPayoutSent)
export class RecordPayoutSentHandler implements ICommandHandler<RecordPayoutSent> {
  constructor(
    @Inject(PayoutLinks) private readonly links: PayoutLinks,
    @Inject(PayoutBooking) private readonly booking: PayoutBooking,
    @Inject(Vault) private readonly vault: Vault,
  ) {}

  async execute(command: RecordPayoutSent) {
    const { input } = command;
    const row = await this.links.row(input.ledger, input.payout);
    const alike = await this.links.isAlike(input.ledger, row, input.sentAt);
    const sealing = this.vault.sealing(input.ledger);
    if (input.reference) await sealing.use(input.payout);
    const reference = input.reference ? sealing.seal(input.payout, 'payout.reference', input.reference) : undefined;
    return this.booking.decide(command, input.sentAt, ({ payout, fund, books, booking }, now) => {
      refuseUnlikelyDay(payout, input, books);
      return recordPayoutSent(payout, fund, input, reference, alike, booking, now);
    });
  }
}

@CommandHandler(UndoPayoutSent)
export class UndoPayoutSentHandler implements ICommandHandler<UndoPayoutSent> {
  constructor(
    @Inject(EventStore) private readonly events: EventStore,
    @Inject(PayoutLinks) private readonly links: PayoutLinks,
  ) {}

  async execute(command: UndoPayoutSent) {
    const { ledger, payout, by } = command.input;
    const { givenCurrency } = await this.links.row(ledger, payout);
    return this.events.decide(command, { payout: payoutStream(payout), fund: fundStream(givenCurrency) }, ({ payout: state, fund }, now) =>
      undoPayoutSent(state, fund, by, now),
    );
  }
}

@CommandHandler(ConfirmPayout)
export class ConfirmPayoutHandler implements ICommandHandler<ConfirmPayout> {
  constructor(
    @Inject(EventStore) private readonly events: EventStore,
    @Inject(PayoutLinks) private readonly links: PayoutLinks,
  ) {}

  async execute(command: ConfirmPayout) {
    const { ledger, payout } = command.input;
    const { givenCurrency } = await this.links.row(ledger, payout);
    return this.events.decide(command, { payout: payoutStream(payout), fund: fundStream(givenCurrency) }, ({ payout: state, fund }, now) =>
      confirmPayout(state, fund, command.input, now),
    );
  }
}

@CommandHandler(SayPayoutMissing)
export class SayPayoutMissingHandler implements ICommandHandler<SayPayoutMissing> {
  constructor(@Inject(EventStore) private readonly events: EventStore) {}

  execute(command: SayPayoutMissing) {
    return this.events.decide(command, { payout: payoutStream(command.input.payout) }, ({ payout }, now) => ({
      payout: sayPayoutMissing(payout, now),
    }));
  }
}

@CommandHandler(RecordPayoutReturned)
export class RecordPayoutReturnedHandler implements ICommandHandler<RecordPayoutReturned> {
  constructor(@Inject(PayoutBooking) private readonly booking: PayoutBooking) {}

  async execute(command: RecordPayoutReturned) {
    const { input } = command;
    return this.booking.decide(command, input.returnedAt, ({ payout, fund, booking }) =>
      recordPayoutReturned(payout, fund, input, booking),
    );
  }
}

@CommandHandler(CancelPayout)
export class CancelPayoutHandler implements ICommandHandler<CancelPayout> {
  constructor(
    @Inject(EventStore) private readonly events: EventStore,
    @Inject(PayoutLinks) private readonly links: PayoutLinks,
  ) {}

  async execute(command: CancelPayout) {
    const { ledger, payout } = command.input;
    const { givenCurrency } = await this.links.row(ledger, payout);
    return this.events.decide(command, { payout: payoutStream(payout), fund: fundStream(givenCurrency) }, ({ payout: state, fund }, now) =>
      cancelPayout(state, fund, now),
    );
  }
}
