import type { Instant } from '../../src/domain/calendar.js';
import {
  type FeedbackFact,
  answerFeedback,
  evolveFeedback,
  feedbackStream,
  hideFeedback,
  publishFeedback,
  receiveFeedback,
} from '../../src/domain/feedback.js';
import { asked, sealed } from '../support/given.js';

/** What can happen to one feedback, as the decisions of today write it, with all that each can carry. */
export function feedbackFacts(feedback: string, now: Instant): readonly FeedbackFact[] {
  const unseen = feedbackStream(feedback).unborn;
  const made = { feedback, words: sealed(feedback), name: sealed(feedback), reply: sealed(feedback) };
  const written = { ...asked, about: { what: 'entry', entry: 12 }, words: 'unused', mayPublish: true } as const;
  const received = receiveFeedback(written, made, now);
  const state = received.reduce(evolveFeedback, unseen);
  const answered = { answer: sealed(feedback), changed: sealed(feedback) };
  const text = { words: 'Say sooner what you sent.', answer: 'We will.', changed: 'We publish monthly.', pointsAtNobody: true };
  return [
    ...received,
    ...answerFeedback(state, { ...asked, feedback }, answered, now),
    ...publishFeedback(state, { ...asked, feedback, ...text }, true, now),
    ...hideFeedback(state, { ...asked, feedback }, now),
  ];
}
