import { Body, Controller, HttpCode, Inject, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { IsBoolean, IsOptional, IsString, MaxLength } from 'class-validator';
import { SayPayoutNeverCreated, SayPayoutPaid, StopResending } from '../domain/payout-in-doubt.js';
import { EndPayoutAttempt } from '../domain/payout-sending.js';
import { Allow, AskedBy } from '../web/allow.js';
import type { Asker } from '../web/asker.js';
import { RequestKey } from '../web/request-key.js';
import { PayoutLinks } from './payouts.links.js';

class TransferDto {
  /** PayPal's own number of the payout, as it stands on its page there. */
  @IsString()
  @MaxLength(40)
  transfer: string;
}

class NeverCreatedDto {
  /** True once somebody has looked through the account's statement of those days, which the books hold, and found no such debit. */
  @IsBoolean()
  noDebitOnStatement: boolean;

  /** True after the warning that a line of the same amount left the account, once each such line is known to be something else. */
  @IsOptional()
  @IsBoolean()
  alikeAreOthers?: boolean;
}

/** What a person says of a payout over PayPal that was not taken up, or of which nobody knows whether it was. */
@Controller('api/v1/ledgers/:ledger/payouts/:payout')
export class PayoutDoubtsController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(PayoutLinks) private readonly links: PayoutLinks,
  ) {}

  @Post('end-attempt')
  @HttpCode(200)
  @Allow('payouts.stop')
  async endAttempt(@AskedBy() asker: Asker, @RequestKey() request: string, @Param('payout', ParseUUIDPipe) payout: string) {
    return this.act(asker, payout, new EndPayoutAttempt(await this.about(asker, request, payout)));
  }

  @Post('stop-resending')
  @HttpCode(200)
  @Allow('payouts.stop')
  async stopResending(@AskedBy() asker: Asker, @RequestKey() request: string, @Param('payout', ParseUUIDPipe) payout: string) {
    return this.act(asker, payout, new StopResending(await this.about(asker, request, payout)));
  }

  @Post('say-paid')
  @HttpCode(200)
  @Allow('payouts.send')
  async sayPaid(
    @AskedBy() asker: Asker,
    @RequestKey() request: string,
    @Param('payout', ParseUUIDPipe) payout: string,
    @Body() { transfer }: TransferDto,
  ) {
    return this.act(asker, payout, new SayPayoutPaid({ ...(await this.about(asker, request, payout)), transfer }));
  }

  @Post('say-never-created')
  @HttpCode(200)
  @Allow('payouts.approve')
  async sayNeverCreated(
    @AskedBy() asker: Asker,
    @RequestKey() request: string,
    @Param('payout', ParseUUIDPipe) payout: string,
    @Body() word: NeverCreatedDto,
  ) {
    const about = await this.about(asker, request, payout);
    return this.act(asker, payout, new SayPayoutNeverCreated({ ...about, ...word }));
  }

  private async about({ ledgerId, actor }: Asker, request: string, payout: string) {
    const { attempt } = await this.links.row(ledgerId, payout);
    return { ledger: ledgerId, by: actor, request, payout, attempt: attempt ?? 0 };
  }

  private async act({ ledgerId }: Asker, payout: string, command: object) {
    await this.commands.execute(command as never);
    return { payout, status: (await this.links.row(ledgerId, payout)).status };
  }
}
