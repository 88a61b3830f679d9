import { Controller, Get, Inject, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ChoosePayingAccount, ConfirmPayoutLimit, ResumePayouts, SetPayoutLimit, StopPayouts } from '../domain/payout-limits.js';
import { AgreeToApprover } from '../domain/payout-approvers.js';
import { asksForSecondPerson, isAnotherPerson } from '../domain/payout-rules.js';
import { Terms } from '../event-store/ledger-terms.js';
import { SendingRules } from '../payouts/sending-rules.queries.js';
import { Allow, AskedBy } from '../web/allow.js';
import type { Asker } from '../web/asker.js';
import type { Form } from '../web/form.js';
import { isAllowed } from '../web/permissions.js';
import { currenciesFor } from './currencies.js';
import { Desk } from './desk.js';
import { pathsOf } from './pages/paths.js';
import { SendingPage } from './pages/sending.js';
import { PayoutLines } from './payout-lines.js';
import { type FormAct, type Press, Pressed, Presses, askedOf } from './presses.js';

/** What stands between an approval and the money: ceilings, two people, the account that pays, the stop switch. */
@Controller('console/:ledger/settings/sending')
export class SendingPages {
  constructor(
    @Inject(Desk) private readonly desk: Desk,
    @Inject(Presses) private readonly presses: Presses,
    @Inject(SendingRules) private readonly sending: SendingRules,
    @Inject(PayoutLines) private readonly lines: PayoutLines,
    @Inject(Terms) private readonly terms: Terms,
  ) {}

  @Get()
  @Allow('books.view')
  async look(@AskedBy() asker: Asker, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    this.desk.send(reply, await this.page(asker, request, this.desk.blank()));
  }

  @Post('limits')
  @Allow('payouts.limit')
  set(@Pressed() press: Press, @Res() reply: FastifyReply) {
    return this.act(press, reply, (reading) => {
      const perPayout = reading.money('perPayout');
      const perDay = reading.money('perDay', 'perDayCurrency');
      const secondPersonAbove = reading.optionalMoney('secondPersonAbove', 'secondPersonCurrency');
      const perCall = reading.optionalMoney('perCall', 'perCallCurrency');
      return new SetPayoutLimit({
        ...askedOf(press),
        perPayout,
        perDay,
        ...(perCall && { perCall }),
        ...(secondPersonAbove && { secondPersonAbove }),
      });
    });
  }

  @Post('confirm')
  @Allow('payouts.approve')
  confirm(@Pressed() press: Press, @Res() reply: FastifyReply) {
    return this.act(press, reply, (reading) => {
      const [perCall, secondPersonAbove] = [reading.optionalMoney('perCall'), reading.optionalMoney('secondPersonAbove')];
      const seen = {
        perPayout: reading.money('perPayout'),
        perDay: reading.money('perDay'),
        ...(perCall && { perCall }),
        ...(secondPersonAbove && { secondPersonAbove }),
      };
      return new ConfirmPayoutLimit({ ...askedOf(press), seen });
    });
  }

  @Post('stop')
  @Allow('payouts.stop')
  stop(@Pressed() press: Press, @Res() reply: FastifyReply) {
    return this.act(press, reply, () => new StopPayouts(askedOf(press)));
  }

  @Post('resume')
  @Allow('payouts.limit')
  resume(@Pressed() press: Press, @Res() reply: FastifyReply) {
    return this.act(press, reply, () => new ResumePayouts(askedOf(press)));
  }

  @Post('account')
  @Allow('payouts.limit')
  choose(@Pressed() press: Press, @Res() reply: FastifyReply) {
    return this.act(press, reply, (reading) => {
      const account = reading.text('account', 'Choose the account.', 40);
      return new ChoosePayingAccount({ ...askedOf(press), account });
    });
  }

  @Post('agree')
  @Allow('payouts.approve')
  agree(@Pressed() press: Press, @Res() reply: FastifyReply) {
    return this.act(press, reply, () => new AgreeToApprover(askedOf(press)));
  }

  private act(press: Press, reply: FastifyReply, read: FormAct['read']) {
    const { asker, request } = press;
    const leadsTo = pathsOf(asker.slug).sending;
    return this.presses.act(press, reply, { read, leadsTo, done: 'noted', again: (form) => this.page(asker, request, form) });
  }

  private async page(asker: Asker, request: FastifyRequest, form: Form) {
    const rules = await this.sending.rules(asker.ledgerId);
    const { limits, proposed, account, stoppedAt } = rules;
    const { currency } = await this.terms.of(asker.ledgerId);
    const waiting = Object.values(proposed).map(async ({ limit, by }) => ({
      limit,
      by: await this.lines.nameOf(by),
      mayAgree: isAllowed(asker, 'payouts.approve') && isAnotherPerson(asker.actor, by),
    }));
    return (
      <SendingPage
        frame={await this.desk.frame(asker, request)}
        form={form}
        limits={Object.values(limits)}
        proposed={await Promise.all(waiting)}
        currencies={currenciesFor(currency)}
        accounts={await this.sending.connected(asker.ledgerId)}
        account={account}
        isStopped={stoppedAt !== undefined}
        mayAdmit={asksForSecondPerson(rules) && isAllowed(asker, 'payouts.approve')}
        mayStop={isAllowed(asker, 'payouts.stop')}
        mayLimit={isAllowed(asker, 'payouts.limit')}
      />
    );
  }
}
