import { Body, Controller, Get, HttpCode, Inject, NotFoundException, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { IsBoolean, IsOptional, IsString } from 'class-validator';
import { AnswerFeedback, HideFeedback, PublishFeedback } from '../domain/feedback.js';
import { withoutAmountsAndDays } from '../domain/feedback-words.js';
import { Allow, AskedBy } from '../web/allow.js';
import type { Asker } from '../web/asker.js';
import { RequestKey } from '../web/request-key.js';
import type { FeedbackRow } from './feedback.projection.js';
import { AllFeedback, aboutOf } from './feedback.queries.js';

export class FeedbackAnswerDto {
  /** What was written back, for the steward's memory; sealed. This program sends nothing. Up to 4,000 characters. */
  @IsOptional()
  @IsString()
  answer?: string;

  /** What changed because of it; sealed until it is published. Up to 4,000 characters. */
  @IsOptional()
  @IsString()
  changed?: string;
}

export class FeedbackPublishingDto {
  /** Exactly as it is to be read: no amount, no day, nothing that points at somebody. Up to 10,000 characters. */
  @IsString()
  words: string;

  @IsOptional()
  @IsString()
  answer?: string;

  @IsOptional()
  @IsString()
  changed?: string;

  /** The steward's word that she read exactly this text, and that it points at nobody. */
  @IsBoolean()
  pointsAtNobody: boolean;
}

/** Feedback for programs: the list without words, each with them. */
@Controller('api/v1/ledgers/:ledger/feedback')
export class FeedbackController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(AllFeedback) private readonly feedback: AllFeedback,
  ) {}

  /** What waits first, oldest first; then what does not, newest first. */
  @Get()
  @Allow('feedback.answer')
  async list(@AskedBy() { ledgerId }: Asker) {
    const rows = [...(await this.feedback.waiting(ledgerId)), ...(await this.feedback.settled(ledgerId))];
    return { items: rows.map(feedbackView) };
  }

  /** With what was written, until it is forgotten, and with what publishing it would begin from. */
  @Get(':feedback')
  @Allow('feedback.answer')
  async one(@AskedBy() { ledgerId }: Asker, @Param('feedback', ParseUUIDPipe) id: string) {
    const opened = await this.feedback.one(ledgerId, id);
    if (!opened) throw new NotFoundException('There is no such feedback in this ledger.');
    const { row, isReadable, ...texts } = opened;
    const begins = texts.words !== undefined && row.mayPublish && { withoutAmountsAndDays: withoutAmountsAndDays(texts.words) };
    return { ...feedbackView(row), isReadable, ...texts, ...begins };
  }

  @Post(':feedback/answer')
  @HttpCode(200)
  @Allow('feedback.answer')
  answer(
    @AskedBy() asker: Asker,
    @RequestKey() request: string,
    @Param('feedback', ParseUUIDPipe) id: string,
    @Body() { answer, changed }: FeedbackAnswerDto,
  ) {
    const said = { ...(answer && { answer }), ...(changed && { changed }) };
    return this.act(asker, id, new AnswerFeedback({ ...asked(asker, request, id), ...said }));
  }

  /** Shown to the world with the publication that comes after. */
  @Post(':feedback/publish')
  @HttpCode(200)
  @Allow('feedback.answer')
  publish(
    @AskedBy() asker: Asker,
    @RequestKey() request: string,
    @Param('feedback', ParseUUIDPipe) id: string,
    @Body() { words, answer, changed, pointsAtNobody }: FeedbackPublishingDto,
  ) {
    const text = { words, ...(answer && { answer }), ...(changed && { changed }) };
    return this.act(asker, id, new PublishFeedback({ ...asked(asker, request, id), ...text, pointsAtNobody }));
  }

  /** Off the public page at once. */
  @Post(':feedback/hide')
  @HttpCode(200)
  @Allow('feedback.answer')
  hide(@AskedBy() asker: Asker, @RequestKey() request: string, @Param('feedback', ParseUUIDPipe) id: string) {
    return this.act(asker, id, new HideFeedback(asked(asker, request, id)));
  }

  /** Says how things stand, also where there was nothing to do. */
  private async act({ ledgerId }: Asker, id: string, command: object) {
    await this.commands.execute(command as never);
    const opened = await this.feedback.one(ledgerId, id);
    return opened && feedbackView(opened.row);
  }
}

const asked = ({ ledgerId, actor }: Asker, request: string, feedback: string) => ({ ledger: ledgerId, by: actor, request, feedback });

const feedbackView = (row: FeedbackRow) => ({
  feedback: row.feedbackId,
  status: row.status,
  about: aboutOf(row),
  mayPublish: row.mayPublish,
  receivedAt: row.receivedAt,
  ...(row.answeredAt && { answeredAt: row.answeredAt }),
  ...(row.publicWords !== null && {
    published: {
      words: row.publicWords,
      ...(row.publicAnswer && { answer: row.publicAnswer }),
      ...(row.publicChanged && { changed: row.publicChanged }),
    },
  }),
});
