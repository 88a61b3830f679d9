import type { Face } from './english.js';
import { inEnglish, type Language } from './language.js';
import { languages, languagesOf } from './languages.js';
import { Words } from './words.js';

const all = new Map<string, Words>(
  languages.flatMap((language) => [false, true].map((is) => new Words(language, is))).map((w) => [w.name, w]),
);

/** Each language has its words made once. */
export const wordsIn = ({ code }: Language, isChosen = false): Words => all.get(isChosen ? `${code} chosen` : code)!;

export const englishWords = wordsIn(inEnglish);

/** As many different headers as are remembered; a browser sends always the same. */
const mostRemembered = 500;
const remembered: Readonly<Record<Face, Map<string, Words>>> = { public: new Map(), console: new Map() };

/**
 * The words for whoever asks: in the language of the link that led here, `?lang=fr`; else in that of theirs which we have and
 * they like best (RFC 9110 §12.5.4); else in English.
 * @param chosen as it stands in the address; not always a text
 * @param accepts the header `Accept-Language`
 */
export function wordsAsked(face: Face, chosen: unknown, accepts: string | undefined): Words {
  const offered = languagesOf(face);
  const linked = chosen === undefined ? undefined : offered.find(({ code }) => code === chosen);
  if (linked) return wordsIn(linked, true);
  if (!accepts) return englishWords;
  const before = remembered[face].get(accepts);
  if (before) return before;
  const words = wordsIn(liked(accepts, offered) ?? inEnglish);
  if (remembered[face].size >= mostRemembered) remembered[face].clear();
  remembered[face].set(accepts, words);
  return words;
}

/** `ko;q=0.5, fr-BE` → French. A language with q=0 is one that the reader does not want. */
function liked(accepts: string, offered: readonly Language[]): Language | undefined {
  const ranges = accepts
    .slice(0, 1000)
    .split(',')
    .map((range) => {
      const [tag = '', ...rest] = range
        .trim()
        .toLowerCase()
        .split(/\s*;\s*/);
      const q = rest.find((each) => each.startsWith('q='))?.slice(2);
      return { code: tag.split('-')[0]!, weight: q === undefined ? 1 : Number(q) };
    });
  const wanted = ranges.filter(({ weight }) => weight > 0).toSorted((one, other) => other.weight - one.weight);
  for (const { code } of wanted) {
    const found = code === '*' ? offered[0] : offered.find((language) => language.code === code);
    if (found) return found;
  }
  return undefined;
}
