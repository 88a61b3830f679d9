import { addDaysTo } from '../domain/calendar.js';
import { AnswerFeedback, type PublicFeedback, PublishFeedback, ReceiveFeedback, type WrittenFeedback } from '../domain/feedback.js';
import { at } from './span.js';
import { type Steward, madeBy } from './steward.js';
import type { Year } from './year.js';

const early = {
  about: { what: 'promise' },
  words: 'I read the page on 3 March and could not tell whether the share is taken before or after tax. On $200 that is a difference.',
  reply: 'ash.rowan@people.example',
  mayPublish: true,
} as const;

const asPublished: PublicFeedback = {
  words: 'I read the page and could not tell whether the share is taken before or after tax.',
  answer: 'Of everything that people pay, tax included.',
  changed: 'The promise now says so in its first sentence, and the page works it out for one payment.',
};

/** One early in the year, answered and published; two that wait, one of them not for the world. */
export function hearFeedback({ span, diary, steward }: Year): void {
  const [first, second] = [span.months[2], span.months.at(-2)];
  if (!first || !second) return;
  const day = `${first}-04`;
  let feedback = '';
  diary.note(at(day, '21:10'), async () => {
    feedback = await hear(steward, early);
  });
  diary.note(at(addDaysTo(day, 2), '19:40'), async () => {
    const asked = () => ({ ...steward.asked(), feedback });
    await steward.send(new AnswerFeedback({ ...asked(), answer: asPublished.answer!, changed: asPublished.changed! }));
    await steward.send(new PublishFeedback({ ...asked(), ...asPublished, pointsAtNobody: true }));
  });
  diary.note(at(`${second}-18`, '22:05'), async () => {
    await hear(steward, {
      about: { what: 'month', month: first },
      words: 'Merci. Les chiffres se lisent bien, même sur mon vieux téléphone.',
      mayPublish: true,
    });
    await hear(steward, {
      about: { what: 'redistributing' },
      words: 'Please send it earlier in the month, rent is due on the 1st.',
      name: 'Ash',
      mayPublish: false,
    });
  });
}

async function hear(steward: Steward, written: Omit<WrittenFeedback, 'ledger' | 'by' | 'request'>): Promise<string> {
  return madeBy(await steward.send(new ReceiveFeedback({ ...steward.asked(), by: 'visitor', ...written })), 'FeedbackReceived').data
    .feedback;
}
