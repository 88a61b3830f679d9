import type { Key } from '../languages/english.js';
import type { Words } from '../languages/words.js';
import { type Problem, problem } from './problem.js';

/** What each status is called, and what is to be done about it. */
const told: Readonly<Record<number, { readonly title: Key; readonly detail?: Key }>> = {
  400: { title: 'error.unclear', detail: 'error.unclear-check' },
  401: { title: 'error.sign-in-first' },
  403: { title: 'error.not-open' },
  404: { title: 'error.not-found', detail: 'error.not-found-check' },
  405: { title: 'error.not-possible-here', detail: 'error.other-kind' },
  406: { title: 'error.not-in-that-form' },
  409: { title: 'error.refused' },
  410: { title: 'error.gone', detail: 'error.was-here' },
  412: { title: 'error.changed-meanwhile' },
  413: { title: 'error.too-large', detail: 'error.send-less' },
  415: { title: 'error.unknown-form' },
  422: { title: 'error.not-the-same' },
  429: { title: 'error.too-many', detail: 'error.wait-a-minute' },
  500: { title: 'error.our-fault' },
  503: { title: 'error.not-available', detail: 'error.try-again' },
};

export const titleOf = ({ status, title }: Problem, words: Words): string => {
  const key = told[status]?.title;
  return key ? words.say(key as 'error.unclear') : title;
};

/** Undefined for a sentence of its own, which is said in English only. */
export function detailOf({ status, detail, reference }: Problem, words: Words): string | undefined {
  if (status >= 500 && reference) return words.say('error.nothing-recorded', { reference });
  const key = told[status]?.detail;
  return key && detail === problem(status).detail ? words.say(key as 'error.unclear-check') : undefined;
}
