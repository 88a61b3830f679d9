import { Column, Entity, PrimaryColumn } from 'typeorm';
import { at, atOrNull, minorOrNull, sealedOrNull, textOrNull } from '../database/columns.js';
import type { Month } from '../domain/calendar.js';
import type { Feedback, FeedbackAbout } from '../domain/feedback.js';
import type { Sealed } from '../domain/sealed.js';
import { project } from '../event-store/projection.js';

/** What somebody wrote to the practice, and how far it went. */
@Entity('feedback')
export class FeedbackRow {
  @PrimaryColumn('uuid') ledgerId: string;
  @PrimaryColumn('uuid') feedbackId: string;
  @Column('text') status: Exclude<Feedback['status'], 'unknown'>;
  @Column('text') about: FeedbackAbout['what'];
  @Column(textOrNull) aboutMonth: Month | null;
  @Column(minorOrNull) aboutEntry: bigint | null;
  @Column('boolean') mayPublish: boolean;
  @Column('jsonb') words: Sealed;
  @Column(sealedOrNull) name: Sealed | null;
  @Column(sealedOrNull) reply: Sealed | null;
  @Column(at) receivedAt: string;
  @Column(atOrNull) answeredAt: string | null;
  @Column(sealedOrNull) answer: Sealed | null;
  @Column(sealedOrNull) changed: Sealed | null;
  @Column(atOrNull) publishedAt: string | null;
  @Column(textOrNull) publicWords: string | null;
  @Column(textOrNull) publicAnswer: string | null;
  @Column(textOrNull) publicChanged: string | null;
}

const nothingPublic = { publishedAt: null, publicWords: null, publicAnswer: null, publicChanged: null };

export const feedback = project(FeedbackRow, {
  FeedbackReceived: (rows, { ledger, data, happenedAt }) =>
    rows.insert({
      ledgerId: ledger,
      feedbackId: data.feedback,
      status: 'private',
      about: data.about.what,
      aboutMonth: data.about.what === 'month' ? data.about.month : null,
      aboutEntry: data.about.what === 'entry' ? BigInt(data.about.entry) : null,
      mayPublish: data.mayPublish,
      words: data.words,
      name: data.name ?? null,
      reply: data.reply ?? null,
      receivedAt: happenedAt,
      answeredAt: null,
      answer: null,
      changed: null,
      ...nothingPublic,
    }),
  FeedbackAnswered: (rows, { ledger, data, happenedAt }) =>
    rows.set(
      { ledgerId: ledger, feedbackId: data.feedback },
      { answeredAt: happenedAt, answer: data.answer ?? null, changed: data.changed ?? null },
    ),
  FeedbackPublished: (rows, { ledger, data, happenedAt }) =>
    rows.set(
      { ledgerId: ledger, feedbackId: data.feedback },
      {
        status: 'published',
        publishedAt: happenedAt,
        publicWords: data.words,
        publicAnswer: data.answer ?? null,
        publicChanged: data.changed ?? null,
      },
    ),
  FeedbackHidden: (rows, { ledger, data }) =>
    rows.set({ ledgerId: ledger, feedbackId: data.feedback }, { status: 'hidden', ...nothingPublic }),
});
