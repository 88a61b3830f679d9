import { BadRequestException, Body, Controller, Get, HttpCode, Inject, NotFoundException, Param, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { IsIn, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { VNode } from 'preact';
import type { Words } from '../languages/words.js';
import { Public } from '../web/allow.js';
import { readerWords } from '../web/reader-words.js';
import { sendPage } from '../web/replies.js';
import { type Consent, consents } from '../domain/call.js';
import { EraseRecipient } from '../domain/erasure.js';
import { ConfirmPayout, SayPayoutMissing } from '../domain/payout-decisions.js';
import { Refusal } from '../domain/refusal.js';
import { Terms } from '../event-store/ledger-terms.js';
import { newId } from '../event-store/ids.js';
import { CLOCK, type Clock } from '../event-store/tokens.js';
import { SlotKeys } from '../calls/slot-keys.queries.js';
import { Ledgers } from '../ledgers/ledgers.queries.js';
import type { LedgerRow } from '../ledgers/ledgers.projection.js';
import type { PayoutRow } from '../payouts/payouts.projection.js';
import { Receipts } from '../publisher/receipts.queries.js';
import { CodePage, ForgetMePage, ForgottenMePage, type MoreOfYours, YoursPage } from './pages.js';
import { PersonCodes, type Theirs } from './person-codes.queries.js';
import { PersonConsents } from './person-consents.js';
import { sentToYou } from './sent-to-you.js';

const deeds = ['look', 'show', 'arrived', 'missing', 'receipt', 'agree', 'take-back', 'forget', 'forget-for-good'] as const;

/** More than one entry of the log holds a payout's slots only in very large batches. */
const parts = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];

export class YoursDto {
  /** Left empty, it opens nothing. */
  @IsOptional()
  @IsString()
  @MaxLength(80)
  code = '';

  @IsIn(deeds)
  does: (typeof deeds)[number];

  @IsOptional()
  @IsUUID()
  payout?: string;

  /** What is agreed to, or taken back. */
  @IsOptional()
  @IsIn(consents)
  consent?: Consent;

  /** Which part of a receipt that has several, from 1. */
  @IsOptional()
  @IsIn(parts)
  part?: string;
}

/** A person's own page: no account, no cookie, no script. The code comes in the body of a POST and stands in no address. */
@Public()
@Controller(':ledger/yours')
export class YoursController {
  constructor(
    @Inject(PersonCodes) private readonly codes: PersonCodes,
    @Inject(PersonConsents) private readonly consents: PersonConsents,
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(Ledgers) private readonly ledgers: Ledgers,
    @Inject(Receipts) private readonly receipts: Receipts,
    @Inject(SlotKeys) private readonly slotKeys: SlotKeys,
    @Inject(Terms) private readonly terms: Terms,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  async ask(@Param('ledger') slug: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    send(reply, <CodePage words={readerWords(request)} ledger={await this.ledger(slug)} />);
  }

  @Post()
  @HttpCode(200)
  async answer(
    @Param('ledger') slug: string,
    @Body() asked: YoursDto,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const words = readerWords(request);
    const ledger = await this.ledger(slug);
    const theirs = await this.codes.open(ledger.ledgerId, asked.code);
    if (!theirs) return send(reply, <CodePage words={words} ledger={ledger} isWrong />, 404);
    if (asked.does === 'receipt') return this.receipt(words, ledger, theirs, asked, reply);
    send(reply, await this.done(words, ledger, theirs, asked));
  }

  /** A file to keep, made anew from the person's own key; its name says nothing of them. */
  private async receipt(
    words: Words,
    ledger: LedgerRow,
    theirs: Theirs,
    { code, payout, part }: YoursDto,
    reply: FastifyReply,
  ): Promise<void> {
    const { payoutId } = own(theirs, payout);
    try {
      const files = await this.receipts.of(ledger.ledgerId, payoutId);
      if (files.length > 1 && !part)
        return send(reply, await this.page(words, ledger, theirs, code, false, { parts: { payout: payoutId, count: files.length } }));
      const file = files[Number(part ?? '1') - 1];
      if (!file) throw new NotFoundException('This receipt has fewer parts.');
      const name = files.length === 1 ? 'receipt' : `receipt-${part}-of-${files.length}`;
      void reply
        .header('Cache-Control', 'no-store')
        .header('Content-Disposition', `attachment; filename="${name}.tlog-proof"`)
        .type('text/plain; charset=utf-8')
        .send(file.text);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      send(reply, await this.page(words, ledger, theirs, code, false, { says: error.message }));
    }
  }

  private async done(words: Words, ledger: LedgerRow, theirs: Theirs, asked: YoursDto): Promise<VNode> {
    const { recipient } = theirs;
    const { code, does } = asked;
    switch (does) {
      case 'forget':
        return <ForgetMePage words={words} ledger={ledger} code={code} />;
      case 'forget-for-good': {
        const input = { ledger: ledger.ledgerId, by: 'person', request: newId(this.clock), recipient };
        const { payoutsWaiting } = await this.commands.execute<EraseRecipient, { payoutsWaiting: number }>(new EraseRecipient(input));
        return <ForgottenMePage words={words} ledger={ledger} waiting={payoutsWaiting} />;
      }
      case 'receipt':
      case 'missing':
      case 'arrived': {
        await this.says(ledger.ledgerId, own(theirs, asked.payout).payoutId, does);
        const anew = (await this.codes.open(ledger.ledgerId, code)) ?? theirs;
        return this.page(words, ledger, anew, code, false);
      }
      case 'agree':
      case 'take-back': {
        if (!asked.consent) throw new BadRequestException('Say what it is that you agree to.');
        if (does === 'agree') await this.consents.give(ledger.ledgerId, recipient, asked.consent);
        else await this.consents.takeBack(ledger.ledgerId, recipient, asked.consent);
        return this.page(words, ledger, theirs, code, false);
      }
      case 'look':
      case 'show':
        return this.page(words, ledger, theirs, code, does === 'show');
    }
  }

  /** Once: said again, it stands already. */
  private async says(ledger: string, payout: string, does: string): Promise<void> {
    const act = { ledger, by: 'person', request: `${does}-${payout}`, payout };
    const said = does === 'missing' ? new SayPayoutMissing(act) : new ConfirmPayout({ ...act, because: 'person-said-so' });
    await this.commands.execute(said).catch((error: unknown) => {
      if (!(error instanceof Refusal)) throw error;
    });
  }

  private async page(
    words: Words,
    ledger: LedgerRow,
    theirs: Theirs,
    code: string,
    isShown: boolean,
    more: MoreOfYours = {},
  ): Promise<VNode> {
    const { zone } = await this.terms.of(ledger.ledgerId);
    const hasReceipts = await this.slotKeys.stands(ledger.ledgerId, theirs.recipient);
    const sent = theirs.payouts.flatMap((row) => sentToYou(row, zone, { isShown, hasReceipts }));
    const agreements = await this.consents.of(ledger.ledgerId, theirs.recipient);
    return <YoursPage words={words} ledger={ledger} code={code} sent={sent} agreements={agreements} isShown={isShown} {...more} />;
  }

  private async ledger(slug: string): Promise<LedgerRow> {
    const ledger = await this.ledgers.bySlug(slug);
    if (!ledger) throw new NotFoundException();
    return ledger;
  }
}

function own({ payouts }: Theirs, payout: string | undefined): PayoutRow {
  const row = payouts.find(({ payoutId }) => payoutId === payout);
  if (!row) throw new NotFoundException('There is no such payout of yours.');
  return row;
}

function send(reply: FastifyReply, page: VNode, status = 200): void {
  reply.header('Cache-Control', 'no-store');
  sendPage(reply, page, status);
}
