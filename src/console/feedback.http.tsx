import { Controller, Get, Inject, NotFoundException, Param, ParseUUIDPipe, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { dayOf } from '../domain/calendar.js';
import {
  AnswerFeedback,
  HideFeedback,
  type PublicFeedback,
  PublishFeedback,
  mostOfAnswer,
  mostWords,
  publicWordsOf,
} from '../domain/feedback.js';
import { withoutAmountsAndDays } from '../domain/feedback-words.js';
import { Terms } from '../event-store/ledger-terms.js';
import type { FeedbackRow } from '../feedback/feedback.projection.js';
import { AllFeedback, aboutInWords, aboutOf } from '../feedback/feedback.queries.js';
import { Allow, AskedBy } from '../web/allow.js';
import type { Asker } from '../web/asker.js';
import { type Form, formAgain } from '../web/form.js';
import { Desk } from './desk.js';
import { FormReading } from './form-reading.js';
import { type FeedbackLine, FeedbackListPage } from './pages/feedback.js';
import { type OneFeedback, OneFeedbackPage } from './pages/one-feedback.js';
import { pathsOf } from './pages/paths.js';
import { type Press, Pressed, Presses, askedOf } from './presses.js';

type Act = NonNullable<OneFeedback['act']>;
/** A browser sends two characters for one that takes four bytes: the rules of the books count again. */
const atMost = (characters: number): number => characters * 2;

/** What people wrote, for stewards. */
@Controller('console/:ledger/feedback')
export class FeedbackPages {
  constructor(
    @Inject(Desk) private readonly desk: Desk,
    @Inject(AllFeedback) private readonly feedback: AllFeedback,
    @Inject(Presses) private readonly presses: Presses,
    @Inject(Terms) private readonly terms: Terms,
  ) {}

  @Get()
  @Allow('feedback.answer')
  async list(@AskedBy() asker: Asker, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const { ledgerId } = asker;
    const waiting = await this.lines(ledgerId, await this.feedback.waiting(ledgerId));
    const settled = await this.lines(ledgerId, await this.feedback.settled(ledgerId));
    this.desk.send(reply, <FeedbackListPage frame={await this.desk.frame(asker, request)} waiting={waiting} settled={settled} />);
  }

  @Get(':feedback')
  @Allow('feedback.answer')
  async one(
    @AskedBy() asker: Asker,
    @Param('feedback', ParseUUIDPipe) id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    this.desk.send(reply, await this.page(asker, request, id, this.desk.blank()));
  }

  /** Where a browser stands after a refusal: back to the feedback itself. */
  @Get(':feedback/:act')
  @Allow('feedback.answer')
  back(@AskedBy() asker: Asker, @Param('feedback', ParseUUIDPipe) id: string, @Res() reply: FastifyReply) {
    this.desk.goOn(reply, pathsOf(asker.slug).oneFeedback(id));
  }

  @Post(':feedback/answer')
  @Allow('feedback.answer')
  answer(@Pressed() press: Press, @Param('feedback', ParseUUIDPipe) id: string, @Res() reply: FastifyReply) {
    return this.presses.act(press, reply, {
      read: (reading) => {
        const answer = reading.optional('answer', atMost(mostOfAnswer));
        const changed = reading.optional('changed', atMost(mostOfAnswer));
        return new AnswerFeedback({ ...askedOf(press), feedback: id, ...(answer && { answer }), ...(changed && { changed }) });
      },
      leadsTo: pathsOf(press.asker.slug).oneFeedback(id),
      done: 'answered',
      again: (form) => this.page(press.asker, press.request, id, form, { act: 'answer' }),
    });
  }

  /** Pressed first to look, then to publish exactly what was looked at. */
  @Post(':feedback/publish')
  @Allow('feedback.answer')
  publish(@Pressed() press: Press, @Param('feedback', ParseUUIDPipe) id: string, @Res() reply: FastifyReply) {
    const { asker, request, posted, key } = press;
    if (posted.step === 'look')
      return this.desk.tried(
        reply,
        posted,
        async () => {
          const preview = publicWordsOf(publicText(new FormReading(posted)));
          this.desk.send(reply, await this.page(asker, request, id, formAgain(key, {}, []), { act: 'publish', preview }));
        },
        (form) => this.page(asker, request, id, form, { act: 'publish' }),
      );
    return this.presses.act(press, reply, {
      read: (reading) =>
        new PublishFeedback({
          ...askedOf(press),
          feedback: id,
          ...publicText(reading),
          pointsAtNobody: reading.isTicked('pointsAtNobody'),
        }),
      leadsTo: pathsOf(asker.slug).oneFeedback(id),
      done: 'published',
      again: (form) => this.page(asker, request, id, form, { act: 'publish', ...stillTheSame(form) }),
    });
  }

  @Post(':feedback/hide')
  @Allow('feedback.answer')
  hide(@Pressed() press: Press, @Param('feedback', ParseUUIDPipe) id: string, @Res() reply: FastifyReply) {
    return this.presses.act(press, reply, {
      read: () => new HideFeedback({ ...askedOf(press), feedback: id }),
      leadsTo: pathsOf(press.asker.slug).oneFeedback(id),
      done: 'hidden',
      again: (form) => this.page(press.asker, press.request, id, form, { act: 'hide' }),
    });
  }

  private async lines(ledger: string, rows: readonly FeedbackRow[]): Promise<FeedbackLine[]> {
    const { zone } = await this.terms.of(ledger);
    const beginnings = await this.feedback.beginnings(ledger, rows);
    return rows.map((row, index) => ({
      id: row.feedbackId,
      about: aboutInWords(aboutOf(row)),
      day: dayOf(row.receivedAt, zone),
      ...(beginnings[index] !== undefined && { begins: beginnings[index] }),
      marks: marksOf(row),
    }));
  }

  private async page(
    asker: Asker,
    request: FastifyRequest,
    id: string,
    form: Form,
    more: { readonly act?: Act; readonly preview?: PublicFeedback } = {},
  ) {
    const opened = await this.feedback.one(asker.ledgerId, id);
    if (!opened) throw new NotFoundException('There is no such feedback in this ledger.');
    const { zone } = await this.terms.of(asker.ledgerId);
    const { row, isReadable: _, ...texts } = opened;
    const published = row.publicWords !== null && {
      words: row.publicWords,
      ...(row.publicAnswer && { answer: row.publicAnswer }),
      ...(row.publicChanged && { changed: row.publicChanged }),
      on: dayOf(row.publishedAt!, zone),
    };
    return (
      <OneFeedbackPage
        frame={await this.desk.frame(asker, request)}
        form={form}
        id={id}
        about={aboutInWords(aboutOf(row))}
        receivedOn={dayOf(row.receivedAt, zone)}
        mayPublish={row.mayPublish}
        isHidden={row.status === 'hidden'}
        {...texts}
        {...(row.answeredAt && { answeredOn: dayOf(row.answeredAt, zone) })}
        {...(texts.words !== undefined && { draft: withoutAmountsAndDays(texts.words) })}
        {...(published && { published })}
        {...more}
      />
    );
  }
}

function publicText(reading: FormReading): PublicFeedback {
  const [answer, changed] = [reading.optional('answer', atMost(mostOfAnswer)), reading.optional('changed', atMost(mostOfAnswer))];
  const words = reading.text('words', 'Write the words that are to be published.', atMost(mostWords));
  return { words, ...(answer && { answer }), ...(changed && { changed }) };
}

/** Only the tick was missing: the text stands there to be read, as it was. Whatever else is wrong is mended in the boxes. */
function stillTheSame({ faults, typed }: Form): { readonly preview?: PublicFeedback } {
  if (!faults.every(({ field }) => field === 'pointsAtNobody')) return {};
  const { words, answer, changed } = typed as Readonly<Record<string, string | undefined>>;
  return { preview: publicWordsOf({ words: words ?? '', ...(answer && { answer }), ...(changed && { changed }) }) };
}

const marksOf = ({ status, mayPublish, answeredAt }: FeedbackRow): string[] => [
  ...(answeredAt ? ['answered'] : []),
  ...(status === 'published' ? ['published'] : status === 'hidden' ? ['put away'] : mayPublish ? ['may be published'] : []),
];
