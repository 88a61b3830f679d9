import { Body, Controller, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { IsOptional, IsUUID } from 'class-validator';
import { toJson } from '../domain/money.js';
import { ChoosePayingAccount, ConfirmPayoutLimit, ResumePayouts, SetPayoutLimit, StopPayouts } from '../domain/payout-limits.js';
import type { PayoutLimit } from '../domain/payout-rules.js';
import { Allow, AskedBy } from '../web/allow.js';
import type { Asker } from '../web/asker.js';
import { MoneyDto, OneAmount, amountOf, positiveOf } from '../web/money.dto.js';
import { RequestKey } from '../web/request-key.js';
import { SendingRules } from './sending-rules.queries.js';

class LimitDto {
  /** The most that one payout may be. */
  @OneAmount()
  perPayout: MoneyDto;

  /** The most within any 24 hours; the day is one for all currencies. */
  @OneAmount()
  perDay: MoneyDto;

  /** The most that one call may receive in all, over all its payouts. */
  @IsOptional()
  @OneAmount()
  perCall?: MoneyDto;

  /** Above this, another person approves than the one who proposed. */
  @IsOptional()
  @OneAmount()
  secondPersonAbove?: MoneyDto;
}

class AccountDto {
  @IsUUID()
  account: string;
}

/** How much may go out, with how many people, from which account; and the switch that stops it all. */
@Controller('api/v1/ledgers/:ledger/payouts')
export class PayoutLimitsController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(SendingRules) private readonly sending: SendingRules,
  ) {}

  @Get('rules')
  @Allow('books.view')
  async look(@AskedBy() { ledgerId }: Asker) {
    const { limits, proposed, stoppedAt, account } = await this.sending.rules(ledgerId);
    return {
      limits: Object.values(limits).map(limitView),
      proposed: Object.values(proposed).map(({ limit, by, at }) => ({ ...limitView(limit), by, at })),
      ...(account && { account }),
      ...(stoppedAt && { stoppedAt }),
    };
  }

  @Post('limits')
  @HttpCode(200)
  @Allow('payouts.limit')
  set(@AskedBy() asker: Asker, @RequestKey() request: string, @Body() limit: LimitDto) {
    return this.act(asker, new SetPayoutLimit({ ...asked(asker, request), ...limitOf(limit) }));
  }

  /** Takes the figures as they were seen among what is `proposed`: where others wait by now, nothing is adopted. */
  @Post('limits/confirm')
  @HttpCode(200)
  @Allow('payouts.approve')
  confirm(@AskedBy() asker: Asker, @RequestKey() request: string, @Body() seen: LimitDto) {
    return this.act(asker, new ConfirmPayoutLimit({ ...asked(asker, request), seen: limitOf(seen) }));
  }

  @Post('stop')
  @HttpCode(200)
  @Allow('payouts.stop')
  stop(@AskedBy() asker: Asker, @RequestKey() request: string) {
    return this.act(asker, new StopPayouts(asked(asker, request)));
  }

  @Post('resume')
  @HttpCode(200)
  @Allow('payouts.limit')
  resume(@AskedBy() asker: Asker, @RequestKey() request: string) {
    return this.act(asker, new ResumePayouts(asked(asker, request)));
  }

  @Post('account')
  @HttpCode(200)
  @Allow('payouts.limit')
  choose(@AskedBy() asker: Asker, @RequestKey() request: string, @Body() { account }: AccountDto) {
    return this.act(asker, new ChoosePayingAccount({ ...asked(asker, request), account }));
  }

  private async act(asker: Asker, command: object) {
    await this.commands.execute(command as never);
    return this.look(asker);
  }
}

const asked = ({ ledgerId, actor }: Asker, request: string) => ({ ledger: ledgerId, by: actor, request });

const limitOf = ({ perPayout, perDay, perCall, secondPersonAbove }: LimitDto): PayoutLimit => ({
  perPayout: positiveOf(perPayout, 'perPayout'),
  perDay: positiveOf(perDay, 'perDay'),
  ...(perCall && { perCall: positiveOf(perCall, 'perCall') }),
  ...(secondPersonAbove && { secondPersonAbove: amountOf(secondPersonAbove, 'secondPersonAbove') }),
});

const limitView = ({ perPayout, perDay, perCall, secondPersonAbove }: PayoutLimit) => ({
  perPayout: toJson(perPayout),
  perDay: toJson(perDay),
  ...(perCall && { perCall: toJson(perCall) }),
  ...(secondPersonAbove && { secondPersonAbove: toJson(secondPersonAbove) }),
});
