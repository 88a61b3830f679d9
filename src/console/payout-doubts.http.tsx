import { Controller, Get, Inject, Param, ParseUUIDPipe, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { addDays, dayOf } from '../domain/calendar.js';
import { money } from '../domain/money.js';
import { forPeopleOnly } from '../domain/payout-api.js';
import { SayPayoutNeverCreated, SayPayoutPaid, StopResending, evidenceFrom } from '../domain/payout-in-doubt.js';
import { TakeBackUnclaimed } from '../domain/payout-readings.js';
import { EndPayoutAttempt, resendDays } from '../domain/payout-sending.js';
import { Terms } from '../event-store/ledger-terms.js';
import { type Doubts, PayoutDoubts } from '../payouts/payout-doubts.queries.js';
import type { PayoutRow } from '../payouts/payouts.projection.js';
import { Payouts } from '../payouts/payouts.queries.js';
import { SendingRules } from '../payouts/sending-rules.queries.js';
import { Allow, AskedBy } from '../web/allow.js';
import type { Asker } from '../web/asker.js';
import { dayInWords } from '../web/days.js';
import { Desk } from './desk.js';
import { InDoubtPage, type UncertainPayout } from './pages/in-doubt.js';
import { PayoutLines } from './payout-lines.js';
import { PayoutPresses } from './payout-press.js';
import { doubtInWords, putOffInWords } from './payout-words.js';
import { type Press, Pressed, askedOf } from './presses.js';

/** What nobody knows yet about payouts over PayPal, and what a person says of it. */
@Controller('console/:ledger/payouts')
export class PayoutDoubtsPages {
  constructor(
    @Inject(Desk) private readonly desk: Desk,
    @Inject(PayoutDoubts) private readonly doubts: PayoutDoubts,
    @Inject(Payouts) private readonly payouts: Payouts,
    @Inject(PayoutLines) private readonly lines: PayoutLines,
    @Inject(PayoutPresses) private readonly presses: PayoutPresses,
    @Inject(SendingRules) private readonly sending: SendingRules,
    @Inject(Terms) private readonly terms: Terms,
  ) {}

  @Get('in-doubt')
  @Allow('books.view')
  async look(@AskedBy() asker: Asker, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const doubts = await this.doubts.of(asker.ledgerId);
    const dead = await this.doubts.deadJobs(asker.ledgerId);
    const { stoppedAt } = await this.sending.rules(asker.ledgerId);
    this.desk.send(
      reply,
      <InDoubtPage
        frame={await this.desk.frame(asker, request)}
        payouts={await this.uncertain(asker, doubts)}
        dead={dead.map(({ ids, name, reason, tries }) => ({ payout: ids.payout ?? '', words: `${name}, tried ${tries} times: ${reason}` }))}
        isStopped={stoppedAt !== undefined}
      />,
    );
  }

  private async uncertain(asker: Asker, { rows }: Doubts): Promise<UncertainPayout[]> {
    const { zone } = await this.terms.of(asker.ledgerId);
    const lines = await this.lines.of(asker, rows);
    return rows.map((row, index) => ({
      payout: row.payoutId,
      ...(lines[index]!.call && { call: lines[index]!.call }),
      amount: money(row.amountMinor, row.currency),
      since: lines[index]!.since,
      ...wordsFor(row, zone, this.desk.now()),
    }));
  }

  @Post(':payout/take-back')
  @Allow('payouts.stop')
  takeBack(@Pressed() press: Press, @Param('payout', ParseUUIDPipe) payout: string, @Res() reply: FastifyReply) {
    return this.presses.act(press, reply, payout, 'noted', () => new TakeBackUnclaimed({ ...askedOf(press), payout }));
  }

  @Post(':payout/end-attempt')
  @Allow('payouts.stop')
  endAttempt(@Pressed() press: Press, @Param('payout', ParseUUIDPipe) payout: string, @Res() reply: FastifyReply) {
    return this.presses.act(press, reply, payout, 'noted', async () => new EndPayoutAttempt(await this.about(press, payout)));
  }

  @Post(':payout/stop-resending')
  @Allow('payouts.stop')
  stopResending(@Pressed() press: Press, @Param('payout', ParseUUIDPipe) payout: string, @Res() reply: FastifyReply) {
    return this.presses.act(press, reply, payout, 'noted', async () => new StopResending(await this.about(press, payout)));
  }

  @Post(':payout/say-paid')
  @Allow('payouts.send')
  sayPaid(@Pressed() press: Press, @Param('payout', ParseUUIDPipe) payout: string, @Res() reply: FastifyReply) {
    return this.presses.act(press, reply, payout, 'noted', async (reading) => {
      const transfer = reading.text('transfer', 'Enter PayPal’s number of the payout.', 40);
      return new SayPayoutPaid({ ...(await this.about(press, payout)), transfer });
    });
  }

  @Post(':payout/say-never-created')
  @Allow('payouts.approve')
  sayNeverCreated(@Pressed() press: Press, @Param('payout', ParseUUIDPipe) payout: string, @Res() reply: FastifyReply) {
    return this.presses.act(press, reply, payout, 'noted', async (reading) => {
      const noDebitOnStatement = reading.isTicked('noDebitOnStatement');
      const alikeAreOthers = reading.isTicked('alikeAreOthers');
      return new SayPayoutNeverCreated({
        ...(await this.about(press, payout)),
        noDebitOnStatement,
        ...(alikeAreOthers && { alikeAreOthers }),
      });
    });
  }

  private async about(press: Press, payout: string) {
    const row = await this.payouts.one(press.asker.ledgerId, payout);
    return { ...askedOf(press), payout, attempt: row?.attempt ?? 0 };
  }
}

type Words = Pick<UncertainPayout, 'unknown' | 'byItself' | 'byYou'>;

function wordsFor(row: PayoutRow, zone: string, now: string): Words {
  if (row.surfacedAt) return surfaced;
  if (row.missedAt && row.status !== 'in-doubt') return row.rail === 'paypal' ? missedAtPayPal : missed;
  if (row.status === 'put-off') return putOff(row);
  if (row.status === 'reversed')
    return {
      unknown: 'Whether the money is back in your account: PayPal took it back after it was paid.',
      byItself: 'Nothing. No money moves in the books until you say so.',
      byYou: 'That it came back, once you see it in your account.',
    };
  return { unknown: `Whether PayPal took it up: ${doubtInWords(row.why ?? '')}.`, ...inDoubt(row, zone, now) };
}

const surfaced: Words = {
  unknown: 'Whether it went out twice: PayPal took up a try that had been given up before.',
  byItself: 'What is known to be at PayPal is looked at again until it has ended.',
  byYou: 'Look in your PayPal account how often it went out. What you cannot get back is yours to cover.',
};

const missed: Words = {
  unknown: 'Where it is: the person says that it has not arrived.',
  byItself: 'It does not count as arrived by waiting alone.',
  byYou: 'That it arrived after all, or that it came back, once you have found it.',
};

const missedAtPayPal: Words = {
  unknown: 'Where it is: the person says that it has not arrived.',
  byItself: 'PayPal is asked again and again, and its word decides. What nobody claims comes back.',
  byYou: 'Nothing. Ask them whether PayPal’s mail went to the right address; what is not yet claimed can be taken back.',
};

const putOff = (row: PayoutRow): Words => ({
  unknown: `When PayPal takes it: ${putOffInWords(row.why ?? '')}. Nothing is there yet, that is certain.`,
  byItself: 'The same request is sent again, with growing pauses, for twenty days.',
  byYou: 'That it is not to be tried any more.',
});

function inDoubt(row: PayoutRow, zone: string, now: string): Omit<Words, 'unknown'> {
  const over = row.startedAt ? addDays(row.startedAt, resendDays) : now;
  const paid = 'That it is at PayPal, with its number there';
  if (row.stoppedAt) {
    const { statementDay } = evidenceFrom(row.stoppedAt, zone);
    return {
      byItself: 'Nothing is sent again: somebody stopped that.',
      byYou: `${paid}. Or that it was never created, once a statement of the account that reaches ${dayInWords(statementDay)} or later is entered and adds up.`,
    };
  }
  const both = `${paid}. Or first that it is not to be sent again, and then, a day later, that it was never created.`;
  if (forPeopleOnly.some((why) => why === row.why)) return { byItself: 'Nothing is sent again.', byYou: both };
  if (now >= over) return { byItself: 'Nothing any more: twenty days have passed, and PayPal could have forgotten it.', byYou: both };
  return {
    byItself: `The same request is sent again until PayPal answers, at the latest until ${dayInWords(dayOf(over, zone))}. It is taken once only.`,
    byYou: both,
  };
}
