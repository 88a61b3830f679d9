import type { Asked } from './asked.js';
import { type Instant, type Month, isMonth } from './calendar.js';
import type { Fact, Stream } from './fact.js';
import { namedAmountOrDay } from './feedback-words.js';
import { type FieldFault, InvalidInput, Refusal, invalid } from './refusal.js';
import type { Sealed } from './sealed.js';

/** What somebody can write about: how the money is redistributed, one month, one entry of the public log, or the promise. Never a person. */
export const subjectsOfFeedback = ['redistributing', 'month', 'entry', 'promise'] as const;

export type FeedbackAbout =
  | { readonly what: 'redistributing' | 'promise' }
  | { readonly what: 'month'; readonly month: Month }
  /** Where the entry stands in the public log, from 0. */
  | { readonly what: 'entry'; readonly entry: number };

/** What anyone wrote to the practice. Everything that could point at them is under a key of its own. */
export interface ReceivedFeedback {
  readonly feedback: string;
  readonly about: FeedbackAbout;
  readonly words: Sealed;
  readonly name?: Sealed;
  /** Where the writer can be answered, if they want to be. */
  readonly reply?: Sealed;
  /** The writer's word that the practice may publish what they wrote, without their name. */
  readonly mayPublish: boolean;
}

/** The exact text that the world reads, as the steward confirmed it: amounts, days and whatever could point at somebody taken out. */
export interface PublicFeedback {
  readonly words: string;
  readonly answer?: string;
  /** What changed because of it. */
  readonly changed?: string;
}

export type FeedbackFact =
  | Fact<'FeedbackReceived', ReceivedFeedback>
  | Fact<'FeedbackAnswered', { feedback: string; answer?: Sealed; changed?: Sealed }>
  | Fact<'FeedbackPublished', PublicFeedback & { feedback: string }>
  | Fact<'FeedbackHidden', { feedback: string }>;

interface Known {
  readonly received: ReceivedFeedback;
  readonly isAnswered: boolean;
}

export type Feedback =
  | { readonly status: 'unknown' }
  /** Read by stewards alone. `hidden`: put away, or taken back from the public page. */
  | ({ readonly status: 'private' | 'hidden' } & Known)
  | ({ readonly status: 'published'; readonly shown: PublicFeedback } & Known);

export function evolveFeedback(feedback: Feedback, { type, data }: FeedbackFact): Feedback {
  if (type === 'FeedbackReceived') return { status: 'private', received: data, isAnswered: false };
  if (feedback.status === 'unknown') throw new Error(`${type} on feedback that was never received.`);
  const { received, isAnswered } = feedback;
  switch (type) {
    case 'FeedbackAnswered':
      return { ...feedback, isAnswered: true };
    case 'FeedbackPublished': {
      const { feedback: _, ...shown } = data;
      return { status: 'published', received, isAnswered, shown };
    }
    case 'FeedbackHidden':
      return { status: 'hidden', received, isAnswered };
  }
}

export const feedbackStream = (feedback: string): Stream<Feedback, FeedbackFact> => ({
  name: `feedback/${feedback}`,
  unborn: { status: 'unknown' },
  evolve: evolveFeedback,
});

/** In characters as a reader counts them; one that takes four bytes is one. */
export const mostWords = 10_000;
export const mostOfName = 200;
export const mostOfReply = 320;
export const mostOfAnswer = 4000;

export interface WrittenFeedback extends Asked {
  readonly about: FeedbackAbout;
  readonly words: string;
  readonly name?: string;
  readonly reply?: string;
  readonly mayPublish: boolean;
}

/** Anyone may send it. */
export class ReceiveFeedback {
  constructor(readonly input: WrittenFeedback) {}
}

/** What the shell sealed before the command. */
export type PreparedFeedback = Pick<ReceivedFeedback, 'feedback' | 'words' | 'name' | 'reply'>;

/** @throws InvalidInput with every fault at its field */
export function receiveFeedback(input: WrittenFeedback, made: PreparedFeedback, now: Instant): FeedbackFact[] {
  const faults = faultsOfWritten(input);
  if (faults.length > 0) throw new InvalidInput(faults);
  return [{ type: 'FeedbackReceived', data: { ...made, about: input.about, mayPublish: input.mayPublish }, happenedAt: now }];
}

export function faultsOfWritten({ about, words, name, reply }: Omit<WrittenFeedback, keyof Asked>): FieldFault[] {
  return [
    ...(words.trim()
      ? tooLong('words', words, mostWords)
      : [{ field: 'words', says: 'Write what you want to say.', code: 'feedback/nothing-said' }]),
    ...tooLong('name', name, mostOfName),
    ...tooLong('reply', reply, mostOfReply),
    ...faultsOfSubject(about),
  ];
}

function faultsOfSubject(about: FeedbackAbout): FieldFault[] {
  if (about.what === 'month' && !isMonth(about.month))
    return [{ field: 'month', says: 'Enter the month, like 2026-10.', code: 'feedback/no-month' }];
  if (about.what === 'entry' && !(Number.isSafeInteger(about.entry) && about.entry >= 0))
    return [{ field: 'entry', says: 'Enter the number of the entry, like 12. The first is 0.', code: 'feedback/no-entry' }];
  return [];
}

const tooLong = (field: string, text: string | undefined, most: number): FieldFault[] =>
  text === undefined || text.length <= most || [...text].length <= most
    ? []
    : [
        {
          field,
          says: `This is too long: at most ${most.toLocaleString('en')} characters. It has ${[...text].length.toLocaleString('en')}.`,
          code: 'feedback/too-long',
          names: { most, has: [...text].length },
        },
      ];

export interface FeedbackAnswer extends Asked {
  readonly feedback: string;
  /** What she wrote back, for her own memory; she sends it herself. */
  readonly answer?: string;
  readonly changed?: string;
}

export class AnswerFeedback {
  constructor(readonly input: FeedbackAnswer) {}
}

/** @param made both under the feedback's own key: they are forgotten with it */
export function answerFeedback(
  feedback: Feedback,
  input: FeedbackAnswer,
  made: { readonly answer?: Sealed; readonly changed?: Sealed },
  now: Instant,
): FeedbackFact[] {
  if (feedback.status === 'unknown') throw unknownFeedback();
  const faults = [...tooLong('answer', input.answer, mostOfAnswer), ...tooLong('changed', input.changed, mostOfAnswer)];
  if (faults.length > 0) throw new InvalidInput(faults);
  return [{ type: 'FeedbackAnswered', data: { feedback: input.feedback, ...made }, happenedAt: now }];
}

export interface FeedbackPublishing extends Asked, PublicFeedback {
  readonly feedback: string;
  /** The steward's word that she read exactly this text, and that it points at nobody. */
  readonly pointsAtNobody: boolean;
}

export class PublishFeedback {
  constructor(readonly input: FeedbackPublishing) {}
}

/**
 * Only with the writer's word and the steward's. The world sees it with the next publication.
 * @param isReadable false once the key is destroyed: nobody can hold the text against what was written any more
 */
export function publishFeedback(feedback: Feedback, input: FeedbackPublishing, isReadable: boolean, now: Instant): FeedbackFact[] {
  if (feedback.status === 'unknown') throw unknownFeedback();
  if (!feedback.received.mayPublish)
    throw new Refusal('feedback/not-agreed', 'Whoever wrote this did not agree to publication. Answer it, or leave it as it is.');
  const shown = publicWordsOf(input);
  if (feedback.status === 'published') {
    if (isSameText(feedback.shown, shown)) return [];
    throw new Refusal('feedback/published-otherwise', 'This is published in other words. Hide it first, then publish it anew.');
  }
  if (!isReadable)
    throw new Refusal('feedback/forgotten', 'What was written is forgotten, so no text can be held against it. It cannot be published.');
  if (!input.pointsAtNobody) throw invalid('pointsAtNobody', 'Read the text once more, and say that it points at nobody.');
  return [{ type: 'FeedbackPublished', data: { feedback: input.feedback, ...shown }, happenedAt: now }];
}

/** The text as the world would read it. @throws InvalidInput where it is empty, too long, or still names an amount or a day */
export function publicWordsOf({ words, answer, changed }: PublicFeedback): PublicFeedback {
  const shown = { words: asRead(words), answer: asRead(answer ?? ''), changed: asRead(changed ?? '') };
  const faults = [
    ...(shown.words ? [] : [{ field: 'words', says: 'Write the words that are to be published.' }]),
    ...tooLong('words', shown.words, mostWords),
    ...tooLong('answer', shown.answer, mostOfAnswer),
    ...tooLong('changed', shown.changed, mostOfAnswer),
    ...Object.entries(shown).flatMap(([field, text]) => stillNamed(field, text)),
  ];
  if (faults.length > 0) throw new InvalidInput(faults);
  return { words: shown.words, ...(shown.answer && { answer: shown.answer }), ...(shown.changed && { changed: shown.changed }) };
}

const asRead = (text: string): string => text.replaceAll('\r\n', '\n').trim();

function stillNamed(field: string, text: string): FieldFault[] {
  if (text.includes('\0')) return [{ field, says: 'This holds a character that cannot be kept. Type it again.' }];
  const named = namedAmountOrDay(text);
  return named ? [{ field, says: `This still names an amount or a day: “${named}”. Say it without.` }] : [];
}

const isSameText = (one: PublicFeedback, other: PublicFeedback): boolean =>
  one.words === other.words && one.answer === other.answer && one.changed === other.changed;

export interface FeedbackHiding extends Asked {
  readonly feedback: string;
}

export class HideFeedback {
  constructor(readonly input: FeedbackHiding) {}
}

/** Gone from the public page at once, and from what waits. What was written stays as long as its key. */
export function hideFeedback(feedback: Feedback, input: FeedbackHiding, now: Instant): FeedbackFact[] {
  if (feedback.status === 'unknown') throw unknownFeedback();
  if (feedback.status === 'hidden') return [];
  return [{ type: 'FeedbackHidden', data: { feedback: input.feedback }, happenedAt: now }];
}

const unknownFeedback = () => new Refusal('feedback/unknown', 'There is no such feedback in this ledger.');
