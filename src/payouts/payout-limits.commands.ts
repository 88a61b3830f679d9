import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ledgerStream } from '../domain/ledger.js';
import { PAYING_ACCOUNTS, type PayingAccounts } from '../domain/paying-account.js';
import {
  ChoosePayingAccount,
  ConfirmPayoutLimit,
  ResumePayouts,
  SetPayoutLimit,
  StopPayouts,
  choosePayingAccount,
  confirmPayoutLimit,
  resumePayouts,
  setPayoutLimit,
  stopPayouts,
} from '../domain/payout-limits.js';
import { AgreeToApprover, agreeToApprover } from '../domain/payout-approvers.js';
import { payoutRulesStream } from '../domain/payout-rules.js';
import { invalid } from '../domain/refusal.js';
import { EventStore } from '../event-store/event-store.js';

@CommandHandler(SetPayoutLimit)
export class SetPayoutLimitHandler implements ICommandHandler<SetPayoutLimit> {
  constructor(@Inject(EventStore) private readonly events: EventStore) {}

  execute(command: SetPayoutLimit) {
    return this.events.decide(command, { rules: payoutRulesStream, books: ledgerStream }, ({ rules, books }, now) => ({
      rules: setPayoutLimit(rules, books, command.input, now),
    }));
  }
}

@CommandHandler(ConfirmPayoutLimit)
export class ConfirmPayoutLimitHandler implements ICommandHandler<ConfirmPayoutLimit> {
  constructor(@Inject(EventStore) private readonly events: EventStore) {}

  execute(command: ConfirmPayoutLimit) {
    return this.events.decide(command, { rules: payoutRulesStream }, ({ rules }, now) => ({
      rules: confirmPayoutLimit(rules, command.input, now),
    }));
  }
}

@CommandHandler(StopPayouts)
export class StopPayoutsHandler implements ICommandHandler<StopPayouts> {
  constructor(@Inject(EventStore) private readonly events: EventStore) {}

  execute(command: StopPayouts) {
    return this.events.decide(command, { rules: payoutRulesStream }, ({ rules }, now) => ({ rules: stopPayouts(rules, now) }));
  }
}

@CommandHandler(ResumePayouts)
export class ResumePayoutsHandler implements ICommandHandler<ResumePayouts> {
  constructor(@Inject(EventStore) private readonly events: EventStore) {}

  execute(command: ResumePayouts) {
    return this.events.decide(command, { rules: payoutRulesStream }, ({ rules }, now) => ({ rules: resumePayouts(rules, now) }));
  }
}

@CommandHandler(AgreeToApprover)
export class AgreeToApproverHandler implements ICommandHandler<AgreeToApprover> {
  constructor(@Inject(EventStore) private readonly events: EventStore) {}

  execute(command: AgreeToApprover) {
    return this.events.decide(command, { rules: payoutRulesStream }, ({ rules }, now) => ({
      rules: agreeToApprover(rules, command.input.by, now),
    }));
  }
}

@CommandHandler(ChoosePayingAccount)
export class ChoosePayingAccountHandler implements ICommandHandler<ChoosePayingAccount> {
  constructor(
    @Inject(EventStore) private readonly events: EventStore,
    @Inject(PAYING_ACCOUNTS) private readonly accounts: PayingAccounts,
  ) {}

  async execute(command: ChoosePayingAccount) {
    const { ledger, account } = command.input;
    const connected = await this.accounts.connected(ledger);
    if (connected.every((one) => one.account !== account))
      throw invalid('account', 'Choose an account of PayPal’s that is connected. Connect it first, under Accounts.');
    return this.events.decide(command, { rules: payoutRulesStream }, ({ rules }, now) => ({
      rules: choosePayingAccount(rules, command.input, now),
    }));
  }
}
