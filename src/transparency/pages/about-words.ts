import type { FeedbackAbout } from '../../domain/feedback.js';
import type { Words } from '../../languages/words.js';
import { monthInWords } from '../../web/days.js';

/** What somebody wrote about. */
export function aboutSentence(about: FeedbackAbout, words: Words): string {
  switch (about.what) {
    case 'redistributing':
      return words.say('feedback.about-redistributing');
    case 'promise':
      return words.say('feedback.about-promise');
    case 'month':
      return words.say('feedback.about-month', { month: monthInWords(about.month, words.lang) });
    case 'entry':
      return words.say('feedback.about-entry', { entry: about.entry });
  }
}
