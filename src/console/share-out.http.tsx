import { Controller, Get, Inject, Post, Query, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ProposePayouts, sharedEvenly } from '../domain/sharing-out.js';
import { idPattern } from '../domain/id.js';
import { type Money, formatAmount, isPositive, minus, nothing, plus, sum } from '../domain/money.js';
import { InvalidInput } from '../domain/refusal.js';
import { GivenToCalls } from '../payouts/given-to-calls.queries.js';
import { SendingRules } from '../payouts/sending-rules.queries.js';
import { Allow, AskedBy } from '../web/allow.js';
import type { Asker } from '../web/asker.js';
import { type Form, typedIn } from '../web/form.js';
import { CallsRechecked } from './calls-rechecked.js';
import { Desk } from './desk.js';
import { FormReading, type Posted, typedOf } from './form-reading.js';
import { pathsOf } from './pages/paths.js';
import { ShareOutPage, SharesPage, amountName } from './pages/share-out.js';
import { PayableCalls } from './payable-calls.js';
import { ReadyFunds } from './ready-funds.js';
import { type Press, Pressed, askedOf } from './presses.js';

/** Shares out what is ready among several calls: evenly at first, the rest by hand, proposed in one step. */
@Controller('console/:ledger/payouts/share')
export class ShareOutPages {
  constructor(
    @Inject(Desk) private readonly desk: Desk,
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(CallsRechecked) private readonly rechecked: CallsRechecked,
    @Inject(PayableCalls) private readonly calls: PayableCalls,
    @Inject(GivenToCalls) private readonly given: GivenToCalls,
    @Inject(SendingRules) private readonly sending: SendingRules,
    @Inject(ReadyFunds) private readonly funds: ReadyFunds,
  ) {}

  @Get()
  @Allow('payouts.propose')
  async choose(@AskedBy() asker: Asker, @Req() request: FastifyRequest, @Res() reply: FastifyReply, @Query('currency') currency?: string) {
    this.desk.send(reply, await this.choosing(asker, request, this.desk.blank(currency ? { currency } : {})));
  }

  @Post()
  @Allow('payouts.propose')
  async press(@Pressed() press: Press, @Res() reply: FastifyReply) {
    const { asker, posted, request } = press;
    const isSplit = posted.step === 'split';
    await this.desk.tried(
      reply,
      posted,
      async () => {
        if (isSplit) return this.desk.send(reply, await this.split(press));
        if (posted.step !== 'propose') return this.desk.send(reply, await this.shares(asker, request, this.desk.blank(typedOf(posted))));
        const closed = new FormReading(posted).all('closed');
        if (closed.length > 0) return this.desk.send(reply, await this.withoutClosed(press, closed));
        const shares = sharesIn(posted);
        await this.rechecked.stillOpen(
          asker,
          shares.map(({ call }) => call),
        );
        await this.commands.execute(new ProposePayouts({ ...askedOf(press), shares }));
        this.desk.goOn(reply, pathsOf(asker.slug).payouts, 'proposed-all');
      },
      (form) => (isSplit ? this.choosing(asker, request, form) : this.shares(asker, request, form)),
    );
  }

  /** Those are put away, nothing is proposed yet, and what the others get is looked at once more. */
  private async withoutClosed({ asker, posted, request }: Press, closed: readonly string[]) {
    const listed = (await this.inTodaysOrder(asker.ledgerId)).map(({ call }) => call);
    await this.rechecked.notOpen(
      asker,
      listed.filter((call) => closed.includes(call)),
    );
    const gone = ['closed', ...closed.map(amountName)];
    const left = Object.fromEntries(Object.entries(typedOf(posted)).filter(([name]) => !gone.includes(name)));
    return this.shares(asker, request, this.desk.blank(left));
  }

  private async choosing(asker: Asker, request: FastifyRequest, form: Form) {
    return (
      <ShareOutPage
        frame={await this.desk.frame(asker, request)}
        form={form}
        calls={await this.inTodaysOrder(asker.ledgerId)}
        funds={await this.funds.sendable(asker.ledgerId)}
      />
    );
  }

  /** The second page, with the same amount in every box. */
  private async split({ asker, posted, request }: Press) {
    const { ledgerId } = asker;
    const reading = new FormReading(posted);
    const total = reading.money('total');
    const chosen = reading.all('call');
    if (chosen.length === 0) reading.refuse('call', 'Choose the calls among which it is shared.');
    reading.done();
    const { unit, ready } = await this.fundIn(ledgerId, total.currency);
    if (total.minor > ready.minor) throw new InvalidInput([{ field: 'total', says: `${formatAmount(ready)} is ready to send.` }]);
    const calls = (await this.inTodaysOrder(ledgerId)).filter(({ call }) => chosen.includes(call));
    const { limits } = await this.sending.rules(ledgerId);
    const planned = await this.given.planned(ledgerId, chosen);
    const roomOf = (call: string): { room?: Money } => {
      const perCall = limits[total.currency]?.perCall;
      const before = sum(
        (planned.get(call) ?? []).filter(({ currency }) => currency === total.currency),
        total.currency,
      );
      return perCall ? { room: minus(perCall, before) } : {};
    };
    const withRoom = calls.map(({ call }) => ({ call, ...roomOf(call) }));
    const { shares } = sharedEvenly(total, unit, withRoom, limits[total.currency]?.perPayout);
    const typed = Object.fromEntries([...shares].map(([call, amount]) => [amountName(call), formatAmount(amount)]));
    return this.shares(asker, request, this.desk.blank({ ...typedOf(posted), ...typed, currency: total.currency }));
  }

  private async shares(asker: Asker, request: FastifyRequest, form: Form) {
    const currency = typedIn(form, 'currency') ?? '';
    const { unit, ready } = await this.fundIn(asker.ledgerId, currency);
    const calls = (await this.inTodaysOrder(asker.ledgerId)).filter(({ call }) => form.typed[amountName(call)] !== undefined);
    const shared = readable(form.typed, currency).reduce((before, { amount }) => plus(before, amount), nothing(unit.currency));
    return (
      <SharesPage
        frame={await this.desk.frame(asker, request)}
        form={form}
        calls={calls}
        unit={unit}
        shared={shared}
        left={minus(ready, shared)}
      />
    );
  }

  /** In the order of the calls' page today, so that none stands first for long. */
  private async inTodaysOrder(ledger: string) {
    return this.calls.shuffled(ledger, await this.desk.today(ledger));
  }

  private async fundIn(ledger: string, currency: string) {
    const fund = (await this.funds.sendable(ledger)).find(({ unit }) => unit.currency === currency);
    if (!fund) throw new InvalidInput([{ field: 'total.currency', says: 'Choose one of the currencies offered.' }]);
    return fund;
  }
}

/** The boxes that were filled, as amounts. Nothing, or zero, is no share. */
function sharesIn(posted: Posted) {
  const reading = new FormReading(posted);
  reading.passOver('currency', 'total', 'call', 'closed');
  const shares = Object.keys(posted).flatMap((name) => {
    const call = callIn(name);
    if (call === undefined) return [];
    const amount = reading.optionalMoney(name);
    return amount && isPositive(amount) ? [{ call, amount }] : [];
  });
  reading.done();
  return shares;
}

const amountOf = new RegExp(`^amount-(${idPattern})$`);
const callIn = (name: string): string | undefined => amountOf.exec(name)?.[1];

/** For adding up on the page: what cannot be read counts as nothing until it is put right. */
function readable(typed: Form['typed'], currency: string) {
  return Object.entries(typed).flatMap(([name, text]) => {
    const call = callIn(name);
    if (call === undefined || typeof text !== 'string') return [];
    try {
      return sharesIn({ currency, [name]: text });
    } catch (error) {
      if (error instanceof InvalidInput) return [];
      throw error;
    }
  });
}
