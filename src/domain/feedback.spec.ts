import { asked, sealed } from '../../test/support/given.js';
import { codeOf } from '../../test/support/publishing.js';
import {
  type Feedback,
  type FeedbackFact,
  type WrittenFeedback,
  answerFeedback,
  evolveFeedback,
  feedbackStream,
  hideFeedback,
  publishFeedback,
  receiveFeedback,
} from './feedback.js';
import { InvalidInput } from './refusal.js';

const now = '2026-11-02T15:00:00.000Z';
const id = 'f';
const { unborn } = feedbackStream(id);
const written: WrittenFeedback = { ...asked, about: { what: 'redistributing' }, words: 'Say sooner what you sent.', mayPublish: true };
const made = { feedback: id, words: sealed(id) };
const stateAfter = (...facts: readonly FeedbackFact[][]): Feedback => facts.flat().reduce(evolveFeedback, unborn);

const received = receiveFeedback(written, made, now);
const notAgreed = receiveFeedback({ ...written, mayPublish: false }, made, now);
const text = { ...asked, feedback: id, words: 'Say sooner what you sent.', changed: 'We publish monthly.', pointsAtNobody: true };
const published = publishFeedback(stateAfter(received), text, true, now);
const hidden = hideFeedback(stateAfter(received), { ...asked, feedback: id }, now);
const fieldsOf = (act: () => unknown): readonly string[] => {
  try {
    act();
  } catch (error) {
    if (error instanceof InvalidInput) return error.faults.map(({ field }) => field);
  }
  return [];
};

describe('Feedback', () => {
  it('is kept as it came, and waits', () => {
    expect(received).toEqual([
      { type: 'FeedbackReceived', happenedAt: now, data: { ...made, about: { what: 'redistributing' }, mayPublish: true } },
    ]);
    expect(stateAfter(received)).toMatchObject({ status: 'private', isAnswered: false });
  });

  it.each([
    ['no words', { words: ' ' }, ['words']],
    ['more than ten thousand characters', { words: '🌻'.repeat(10_001) }, ['words']],
    ['a long name and address', { name: 'n'.repeat(201), reply: 'r'.repeat(321) }, ['name', 'reply']],
    ['a month that is none', { about: { what: 'month' as const, month: '2026-1' } }, ['month']],
    ['an entry that is none', { about: { what: 'entry' as const, entry: 1.5 } }, ['entry']],
  ])('with %s is not', (_, wrong, fields) => {
    expect(fieldsOf(() => receiveFeedback({ ...written, ...wrong }, made, now))).toEqual(fields);
  });

  it('is answered, whether or not it is published, and once more', () => {
    const answer = answerFeedback(stateAfter(received), { ...asked, feedback: id, answer: 'x' }, { answer: sealed(id) }, now);
    expect(stateAfter(received, answer)).toMatchObject({ status: 'private', isAnswered: true });
    expect(stateAfter(received, published, answer, answer)).toMatchObject({ status: 'published', isAnswered: true });
  });

  it('is published in exactly the words that the steward read', () => {
    expect(published).toEqual([
      {
        type: 'FeedbackPublished',
        happenedAt: now,
        data: { feedback: id, words: 'Say sooner what you sent.', changed: 'We publish monthly.' },
      },
    ]);
    expect(stateAfter(received, published)).toMatchObject({ status: 'published', shown: { words: text.words, changed: text.changed } });
  });

  it.each([
    ['without the word of its writer', () => publishFeedback(stateAfter(notAgreed), text, true, now), 'feedback/not-agreed'],
    ['once what was written is forgotten', () => publishFeedback(stateAfter(received), text, false, now), 'feedback/forgotten'],
    [
      'in other words over those that are published',
      () => publishFeedback(stateAfter(received, published), { ...text, words: 'Other.' }, true, now),
      'feedback/published-otherwise',
    ],
    ['where there is none', () => publishFeedback(unborn, text, true, now), 'feedback/unknown'],
  ])('is not published %s', (_, act, code) => {
    expect(codeOf(act)).toBe(code);
  });

  it.each([
    ['nobody read it once more', { pointsAtNobody: false }, ['pointsAtNobody']],
    ['nothing is left of it', { words: ' ' }, ['words']],
    ['it names an amount', { words: 'You sent me $40.' }, ['words']],
    ['what changed names a day', { changed: 'Since 4 October we do.' }, ['changed']],
    ['the answer names both', { answer: '$40 on 2026-10-04' }, ['answer']],
    ['it holds what cannot be kept', { words: 'a\0b' }, ['words']],
  ])('is not published when %s', (_, wrong, fields) => {
    expect(fieldsOf(() => publishFeedback(stateAfter(received), { ...text, ...wrong }, true, now))).toEqual(fields);
  });

  it('is published once for two presses', () => {
    expect(publishFeedback(stateAfter(received, published), text, true, now)).toEqual([]);
  });

  it('is hidden before and after it is published, once, and can be published anew', () => {
    expect(stateAfter(received, hidden)).toMatchObject({ status: 'hidden' });
    expect(hideFeedback(stateAfter(received, hidden), { ...asked, feedback: id }, now)).toEqual([]);
    const taken = hideFeedback(stateAfter(received, published), { ...asked, feedback: id }, now);
    expect(stateAfter(received, published, taken)).not.toHaveProperty('shown');
    expect(publishFeedback(stateAfter(received, published, taken), { ...text, words: 'Other.' }, true, now)).toHaveLength(1);
  });

  it('that was never received is neither answered nor hidden', () => {
    expect(codeOf(() => answerFeedback(unborn, { ...asked, feedback: id }, {}, now))).toBe('feedback/unknown');
    expect(codeOf(() => hideFeedback(unborn, { ...asked, feedback: id }, now))).toBe('feedback/unknown');
  });
});
