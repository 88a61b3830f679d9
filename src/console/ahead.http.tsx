import { Controller, Get, Inject, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Allow, AskedBy } from '../web/allow.js';
import type { Asker } from '../web/asker.js';
import { AdvanceFund, MeetAdvance, advancedAs, creditOf } from '../domain/fund.js';
import { Obligations } from '../obligations/obligations.queries.js';
import type { Form } from '../web/form.js';
import { currenciesFor } from './currencies.js';
import { Desk } from './desk.js';
import { AheadPage } from './pages/ahead.js';
import { pathsOf } from './pages/paths.js';
import { type Press, Pressed, Presses, askedOf } from './presses.js';

/** What she passes on out of her own pocket: ahead of what comes in, or beyond the promise. */
@Controller('console/:ledger/ahead')
export class AheadPages {
  constructor(
    @Inject(Desk) private readonly desk: Desk,
    @Inject(Presses) private readonly presses: Presses,
    @Inject(Obligations) private readonly obligations: Obligations,
  ) {}

  @Get()
  @Allow('books.view')
  async look(@AskedBy() asker: Asker, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    this.desk.send(reply, await this.page(asker, request));
  }

  @Post('cover')
  @Allow('fund.advance')
  cover(@Pressed() press: Press, @Res() reply: FastifyReply) {
    return this.presses.act(press, reply, {
      read: (reading) =>
        new AdvanceFund({
          ...askedOf(press),
          amount: reading.money('amount'),
          as: reading.oneOf('as', advancedAs, 'Say whether you take it back when more comes in.'),
        }),
      leadsTo: pathsOf(press.asker.slug).ahead,
      done: 'noted',
      again: (form) => this.page(press.asker, press.request, { cover: form }),
    });
  }

  @Post('take-back')
  @Allow('fund.advance')
  takeBack(@Pressed() press: Press, @Res() reply: FastifyReply) {
    return this.presses.act(press, reply, {
      read: (reading) => new MeetAdvance({ ...askedOf(press), amount: reading.money('takenBack') }),
      leadsTo: pathsOf(press.asker.slug).ahead,
      done: 'noted',
      again: (form) => this.page(press.asker, press.request, { takeBack: form }),
    });
  }

  private async page(asker: Asker, request: FastifyRequest, forms: { cover?: Form; takeBack?: Form } = {}) {
    const funds = [...(await this.obligations.funds(asker.ledgerId)).values()];
    const frame = await this.desk.frame(asker, request);
    return (
      <AheadPage
        frame={frame}
        funds={funds.map((fund) => ({ credit: creditOf(fund), forGood: fund.forGood, ready: fund.available }))}
        currencies={currenciesFor(frame.ledger.currency)}
        coverForm={forms.cover ?? this.desk.blank()}
        takeBackForm={forms.takeBack ?? this.desk.blank()}
      />
    );
  }
}
