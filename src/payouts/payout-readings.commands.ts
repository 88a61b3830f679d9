import { Inject } from '@nestjs/common';
import { CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ACCOUNT_STATEMENTS, type AccountStatements } from '../domain/account-word.js';
import { addDays, dayOf, instant } from '../domain/calendar.js';
import { fundStream } from '../domain/fund.js';
import { PAYPAL_PAYOUTS, type PayPalPayoutDoor } from '../domain/paypal-payout.js';
import { type Payout, payoutStream } from '../domain/payout.js';
import type { ApiPayout, Order } from '../domain/payout-api.js';
import {
  SayPayoutNeverCreated,
  SayPayoutPaid,
  type NothingSent,
  StopResending,
  evidenceFrom,
  sayPayoutNeverCreated,
  sayPayoutPaid,
  stopResending,
} from '../domain/payout-in-doubt.js';
import { TakeBackUnclaimed, TakeReading, takeReading, unclaimedTransfer, watched } from '../domain/payout-readings.js';
import { payoutRulesStream } from '../domain/payout-rules.js';
import { AdoptBatch, adoptBatch } from '../domain/payout-sending.js';
import { Refusal, invalid } from '../domain/refusal.js';
import { EventReader } from '../event-store/event-reader.js';
import { EventStore } from '../event-store/event-store.js';
import { Terms } from '../event-store/ledger-terms.js';
import { CLOCK, type Clock } from '../event-store/tokens.js';
import { PayoutBooking } from './payout-booking.js';
import { PayoutTransfers } from './payout-transfers.js';
import { PayoutLinks } from './payouts.links.js';

@CommandHandler(AdoptBatch)
export class AdoptBatchHandler implements ICommandHandler<AdoptBatch> {
  constructor(
    @Inject(EventReader) private readonly reader: EventReader,
    @Inject(PayoutTransfers) private readonly transfers: PayoutTransfers,
    @Inject(PayoutBooking) private readonly booking: PayoutBooking,
  ) {}

  /** Reads the batch that PayPal named. @returns why it could not be read, or what it came to */
  async execute(command: AdoptBatch) {
    const { ledger, payout, attempt, batch } = command.input;
    const state = await this.reader.state(ledger, payoutStream(payout));
    if (state.status !== 'in-doubt') return { kind: 'not-there' } as const;
    const found = await this.transfers.batch(ledger, state.order, batch);
    if (found.kind !== 'read') return found;
    return this.booking.decide(command, state.since, ({ payout: before, fund, booking }, now) =>
      adoptBatch(before, fund, attempt, found.read, found.differences, booking, now),
    );
  }
}

/** The order of what is at PayPal, or may be. */
function orderOf(payout: Payout): Order | undefined {
  if ('order' in payout) return payout.order;
  if (payout.status === 'paid') return payout.transfer?.order;
  return payout.status === 'reversed' ? payout.sent.order : undefined;
}

@CommandHandler(TakeReading)
export class TakeReadingHandler implements ICommandHandler<TakeReading> {
  constructor(
    @Inject(EventReader) private readonly reader: EventReader,
    @Inject(PayoutTransfers) private readonly transfers: PayoutTransfers,
    @Inject(PayoutBooking) private readonly booking: PayoutBooking,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Reads the transfer afresh. @returns why it could not be read, or what it came to */
  async execute(command: TakeReading) {
    const { ledger, payout, attempt } = command.input;
    const at = watched(await this.reader.state(ledger, payoutStream(payout)));
    if (!at) return { kind: 'not-there' } as const;
    const found = await this.transfers.sent(ledger, at.sent, at.payout.proposal);
    if (found.kind !== 'read') return found;
    return this.booking.decide(command, instant(this.clock()), ({ payout: before, fund, booking }, now) =>
      takeReading(before, fund, attempt, found.read, found.differences, booking, now),
    );
  }
}

@CommandHandler(TakeBackUnclaimed)
export class TakeBackUnclaimedHandler implements ICommandHandler<TakeBackUnclaimed> {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(EventReader) private readonly reader: EventReader,
    @Inject(PayoutTransfers) private readonly transfers: PayoutTransfers,
    @Inject(PAYPAL_PAYOUTS) private readonly door: PayPalPayoutDoor,
  ) {}

  /** Whatever PayPal answers, the reading afterwards says what became of it: claimed a moment before, it has arrived. */
  async execute({ input }: TakeBackUnclaimed) {
    const { attempt, order, transfer } = unclaimedTransfer(await this.reader.state(input.ledger, payoutStream(input.payout)));
    const credentials = await this.transfers.credentials(input.ledger, order);
    if (!credentials) throw notRead('not-connected');
    await this.door.cancelUnclaimed(credentials, transfer);
    const end = await this.commands.execute<TakeReading, object>(new TakeReading({ ...input, attempt, transfer }));
    if (!('events' in end)) throw notRead('later');
    return end;
  }
}

@CommandHandler(SayPayoutPaid)
export class SayPayoutPaidHandler implements ICommandHandler<SayPayoutPaid> {
  constructor(
    @Inject(EventReader) private readonly reader: EventReader,
    @Inject(PayoutTransfers) private readonly transfers: PayoutTransfers,
    @Inject(PayoutBooking) private readonly booking: PayoutBooking,
  ) {}

  /** What the person names is read now, alone and with the whole batch in which it lies. */
  async execute(command: SayPayoutPaid) {
    const { ledger, payout, attempt, transfer } = command.input;
    if (!/^[A-Za-z0-9]{4,30}$/.test(transfer)) throw invalid('transfer', 'Copy PayPal’s number of it: letters and digits alone.');
    const state = await this.reader.state(ledger, payoutStream(payout));
    const order = orderOf(state);
    if (!order) throw new Refusal('payout/not-in-doubt', 'There is no doubt about this payout any more. Look at it again.');
    const found = await this.transfers.transfer(ledger, order, transfer);
    const whole = found.kind === 'read' ? await this.transfers.batch(ledger, order, found.read.batch) : found;
    if (found.kind !== 'read' || whole.kind !== 'read') throw notRead(found.kind === 'read' ? whole.kind : found.kind);
    const differences = [...new Set([...found.differences, ...whole.differences])];
    const at = state.status === 'in-doubt' ? state.since : order.byDatabase;
    return this.booking.decide(command, at, ({ payout: before, fund, booking }) =>
      sayPayoutPaid(before, fund, attempt, found.read, differences, booking),
    );
  }
}

function notRead(kind: string): Refusal {
  if (kind === 'not-there')
    return new Refusal(
      'payout/no-such-transfer',
      'PayPal knows no payout under that number. Copy it again from the payout’s own page there.',
    );
  if (kind === 'not-connected')
    return new Refusal('payout/account-not-connected', 'The account that pays is not connected to PayPal any more. Connect it again.');
  return new Refusal(
    'paypal/no-answer',
    'PayPal does not answer at the moment, so this could not be checked. Nothing was recorded. Try again later.',
  );
}

@CommandHandler(StopResending)
export class StopResendingHandler implements ICommandHandler<StopResending> {
  constructor(@Inject(EventStore) private readonly events: EventStore) {}

  execute(command: StopResending) {
    const { payout, attempt, by } = command.input;
    return this.events.decide(command, { payout: payoutStream(payout) }, ({ payout: state }, now) => ({
      payout: stopResending(state, attempt, by, now),
    }));
  }
}

@CommandHandler(SayPayoutNeverCreated)
export class SayPayoutNeverCreatedHandler implements ICommandHandler<SayPayoutNeverCreated> {
  constructor(
    @Inject(EventStore) private readonly events: EventStore,
    @Inject(EventReader) private readonly reader: EventReader,
    @Inject(PayoutLinks) private readonly links: PayoutLinks,
    @Inject(PayoutTransfers) private readonly transfers: PayoutTransfers,
    @Inject(PAYPAL_PAYOUTS) private readonly door: PayPalPayoutDoor,
    @Inject(ACCOUNT_STATEMENTS) private readonly statements: AccountStatements,
    @Inject(Terms) private readonly terms: Terms,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute(command: SayPayoutNeverCreated) {
    const { input } = command;
    const { ledger, payout } = input;
    const state = await this.reader.state(ledger, payoutStream(payout));
    const { zone } = await this.terms.of(ledger);
    const evidence = state.status === 'in-doubt' ? await this.evidence(ledger, state, zone) : nothingSearched;
    const { givenCurrency } = await this.links.row(ledger, payout);
    return this.events.decide(
      command,
      { payout: payoutStream(payout), fund: fundStream(givenCurrency), rules: payoutRulesStream },
      ({ payout: before, fund, rules }, now) => sayPayoutNeverCreated(before, fund, rules, input, evidence, zone, now),
    );
  }

  private async evidence(ledger: string, state: Doubted, zone: string): Promise<NothingSent> {
    const { proposal, order, startedAt, stoppedAt = startedAt } = state;
    const { payout, amount } = proposal;
    const sought = { payout, amount, from: dayOf(startedAt, zone), through: evidenceFrom(stoppedAt, zone).statementDay };
    const searched = await this.search(ledger, state);
    return { ...searched, statement: await this.statements.wordOn(ledger, order.account, sought) };
  }

  /** From the day before the attempt until now, whole, or not at all. */
  private async search(ledger: string, { proposal, order, startedAt }: Doubted): Promise<Omit<NothingSent, 'statement'>> {
    const credentials = await this.transfers.credentials(ledger, order);
    if (!credentials) throw notRead('not-connected');
    const searchedThrough = instant(this.clock());
    let debits = 0;
    for (let from = addDays(startedAt, -1); from < searchedThrough; from = addDays(from, windowDays)) {
      const to = [addDays(from, windowDays), searchedThrough].sort()[0]!;
      const end = await this.door.debits(credentials, { from, to }, { payout: proposal.payout, amount: proposal.amount });
      if (end.kind !== 'read') throw notRead('later');
      debits += end.read.named.length + end.read.alike.length;
    }
    return { searchedThrough, debits };
  }
}

type Doubted = Extract<ApiPayout, { status: 'in-doubt' }>;
const windowDays = 30;
const nothingSearched: NothingSent = { searchedThrough: '', debits: 0, statement: { differing: [], debits: 0 } };
