import { randomBytes } from 'node:crypto';
import { Controller, Get, Inject, NotFoundException, Param, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ReceiveFeedback } from '../domain/feedback.js';
import { type FieldFault, InvalidInput, Refusal } from '../domain/refusal.js';
import { CLOCK, type Clock } from '../event-store/tokens.js';
import { type Edition, Editions } from '../transparency/editions.js';
import { ledgerOf } from '../transparency/public-views.js';
import { Vault } from '../vault/vault.js';
import type { Words } from '../languages/words.js';
import { Public } from '../web/allow.js';
import { type Form, blankForm, formAgain } from '../web/form.js';
import { readerWords } from '../web/reader-words.js';
import { sendPage, seeOther } from '../web/replies.js';
import { requestKeyOf } from '../web/request-key.js';
import { faultInWords } from './fault-words.js';
import { type SignsText, makeToken, standingOf } from './form-token.js';
import { FeedbackPage, ThanksPage } from './pages.js';
import { PublishedFeedback } from './published-feedback.queries.js';
import { SendingPace } from './sending-pace.js';
import { readWritten } from './written-form.js';

/** Feedback from anyone, and what of it is published. No account, no cookie, no script, no puzzle. */
@Public()
@Controller(':ledger/feedback')
export class PublicFeedbackController {
  constructor(
    @Inject(Editions) private readonly editions: Editions,
    @Inject(PublishedFeedback) private readonly published: PublishedFeedback,
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(SendingPace) private readonly pace: SendingPace,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  async ask(@Param('ledger') slug: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const edition = await this.edition(slug);
    await this.show(reply, readerWords(request), edition, blankForm(await this.newToken(edition)));
  }

  @Get('thanks')
  async thanks(@Param('ledger') slug: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    sendPage(reply, <ThanksPage words={readerWords(request)} ledger={ledgerOf((await this.edition(slug)).books)} />);
  }

  @Post()
  async send(@Param('ledger') slug: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const edition = await this.edition(slug);
    const posted = (request.body ?? {}) as Readonly<Record<string, unknown>>;
    const key = requestKeyOf(request);
    const words = readerWords(request);
    const again = (status: number, token: string, faults: readonly FieldFault[]) =>
      this.show(
        reply,
        words,
        edition,
        formAgain(
          token,
          posted,
          faults.map((fault) => faultInWords(fault, words)),
        ),
        status,
      );
    const { is } = await standingOf(this.signs(edition), key, this.clock());
    const { written, faults } = readWritten(posted, edition.checkpoint?.size ?? 0);
    if (is === 'not-ours') return again(400, await this.newToken(edition), [...faults, ofTheForm(words.say('feedback.opened-long-ago'))]);
    if (faults.length > 0) return again(400, key, faults);
    if (is === 'too-soon') return again(400, key, [ofTheForm(words.say('feedback.too-quick'))]);
    const seconds = this.pace.take(edition.ledger, request.ip, key);
    if (seconds > 0) {
      reply.header('Retry-After', String(seconds));
      return again(429, key, [ofTheForm(words.say('feedback.too-many', { count: Math.ceil(seconds / 60) }))]);
    }
    try {
      const command = new ReceiveFeedback({ ledger: edition.ledger, by: 'visitor', request: key, ...written });
      await this.commands.execute(command);
    } catch (error) {
      if (error instanceof InvalidInput) return again(400, key, error.faults);
      if (error instanceof Refusal) return again(409, await this.newToken(edition), [ofTheForm(words.say('feedback.sent-in-other-words'))]);
      throw error;
    }
    seeOther(reply, words.link(`/${slug}/feedback/thanks`));
  }

  private async show(reply: FastifyReply, words: Words, { ledger, books, checkpoint }: Edition, form: Form, status = 200): Promise<void> {
    const publications = books.published.months.map(({ publishedOn }) => publishedOn);
    const keptDays = this.vault.lifetimes.feedback;
    sendPage(
      reply,
      <FeedbackPage
        words={words}
        ledger={ledgerOf(books)}
        form={form}
        shown={await this.published.shown(ledger, books.terms.zone, publications)}
        size={checkpoint?.size ?? 0}
        {...(keptDays !== undefined && { keptDays })}
      />,
      status,
    );
  }

  private async edition(slug: string): Promise<Edition> {
    const edition = await this.editions.of(slug);
    if (!edition) throw new NotFoundException();
    return edition;
  }

  private newToken(edition: Edition): Promise<string> {
    return makeToken(this.signs(edition), this.clock(), randomBytes(16));
  }

  /** Under the ledger's own key, so that every program of the host knows the forms of the others, also after a restart. */
  private signs({ ledger }: Edition): SignsText {
    return (text) => this.vault.fingerprint(ledger, 'feedback-form', text);
  }
}

const ofTheForm = (says: string): FieldFault => ({ field: 'form', says });
