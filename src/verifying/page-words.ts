import { inEnglish, type Language, readLanguage } from '../languages/language.js';
import { Words } from '../languages/words.js';
import { written } from './page-languages.js';
import { asked, liked } from './page-parts.js';

/** English, and what the build put into the page. */
export const pageLanguages: readonly Language[] = [inEnglish, ...written.map(({ file, text }) => readLanguage(text, file))];

/** In the language of the address, `?lang=fr`; else in the first that the browser likes and we have; else in English. */
export function pageWords(): Words {
  const chosen = pageLanguages.find(({ code }) => code === asked());
  const guessed = liked().flatMap((tag) => pageLanguages.filter(({ code }) => code === tag.split('-')[0]));
  return new Words(chosen ?? guessed[0] ?? inEnglish, chosen !== undefined);
}
