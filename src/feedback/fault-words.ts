import type { FieldFault } from '../domain/refusal.js';
import type { Words } from '../languages/words.js';

/** A fault of the public form in the reader's language; one without a code of ours stays as it was said. */
export function faultInWords(fault: FieldFault, words: Words): FieldFault {
  const says = sentenceOf(fault, words);
  return says === undefined ? fault : { field: fault.field, says };
}

function sentenceOf({ code, names = {} }: FieldFault, words: Words): string | undefined {
  const named = (name: string): string | number => names[name] ?? '';
  switch (code) {
    case 'feedback/nothing-said':
      return words.say('feedback.nothing-said');
    case 'feedback/too-long':
      return words.say('feedback.too-long', { most: named('most'), has: named('has') });
    case 'feedback/no-month':
      return words.say('feedback.no-month');
    case 'feedback/no-entry':
      return words.say('feedback.no-entry');
    case 'feedback/no-subject':
      return words.say('feedback.no-subject');
    case 'feedback/log-is-empty':
      return words.say('feedback.log-is-empty');
    case 'feedback/no-such-entry':
      return words.say('feedback.no-such-entry', { last: named('last') });
    case 'feedback/unknown-field':
      return words.say('feedback.unknown-field', { name: named('name') });
    case 'feedback/unseen-box-filled':
      return words.say('feedback.unseen-box-filled');
    default:
      return undefined;
  }
}
