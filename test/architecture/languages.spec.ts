import ts from 'typescript';
import { english, keysOf } from '../../src/languages/english.js';
import { languages } from '../../src/languages/languages.js';
import { type Message, namesIn } from '../../src/languages/message.js';
import { codesIn, filesUnder, nodesOf, readText, sources, tableUnder } from './sources.js';

const textsOf = (message: Message): readonly string[] => (typeof message === 'string' ? [message] : Object.values(message));
const others = languages.filter(({ code }) => code !== 'en');

describe('What is said in one language', () => {
  it('is said somewhere: no message is unused', () => {
    const named = new Set(
      sources
        .filter(({ file }) => !/^src\/languages\/english/.test(file))
        .flatMap(({ tree }) => nodesOf(tree).flatMap((node) => (ts.isStringLiteralLike(node) ? [node.text] : []))),
    );
    for (const [, key] of readText('src/verifying/verify.html').matchAll(/data-say="([^"]+)"/g)) named.add(key!);
    expect(keysOf('console').filter((key) => !named.has(key))).toEqual([]);
  });

  it('is said in every language of its face, with the same slots, and nothing else is', () => {
    const written = filesUnder('config/languages')
      .filter((file) => file.endsWith('.json'))
      .map((file) => ({ file, ...JSON.parse(readText(file)) }));
    expect(written.length).toBe(others.length);
    for (const { file, faces, messages } of written) {
      const keys = (faces as ('public' | 'console')[]).flatMap(keysOf);
      expect({ file, missing: keys.filter((key) => messages[key] === undefined) }).toEqual({ file, missing: [] });
      expect({ file, unknown: Object.keys(messages).filter((key) => !(key in english)) }).toEqual({ file, unknown: [] });
      const otherwise = Object.entries(messages as Record<keyof typeof english, Message>)
        .filter(([key, message]) => namesIn(message).join() !== namesIn(english[key as keyof typeof english]).join())
        .map(([key]) => key);
      expect({ file, otherwise }).toEqual({ file, otherwise: [] });
    }
  });

  it('is counted in every way in which its language counts', () => {
    for (const { code, numbers, messages } of others) {
      const ways = new Intl.PluralRules(numbers).resolvedOptions().pluralCategories.filter((way) => way !== 'many');
      const counted = Object.entries(messages).filter(([, message]) => typeof message !== 'string');
      const lacking = counted.filter(([, message]) => ways.some((way) => !(way in (message as object)))).map(([key]) => key);
      expect({ code, lacking }).toEqual({ code, lacking: [] });
    }
  });

  it('puts no Korean particle behind what may end in any sound', () => {
    const korean = Object.entries(others.find(({ code }) => code === 'ko')?.messages ?? {});
    const faults = korean.filter(([, message]) => textsOf(message).some((text) => /\}(?:[을를이가은는와과로]|으로)(?![가-힣])/.test(text)));
    expect(faults.map(([key]) => key)).toEqual([]);
  });

  it('keeps to the typography of Canadian French', () => {
    const french = Object.entries(others.find(({ code }) => code === 'fr')?.messages ?? {});
    const faults = french.flatMap(([key, message]) =>
      textsOf(message)
        .filter((text) => /[^\u00a0\d][:»](?!\/)|«[^\u00a0]|[^\u202f][;?!]|[^\u00a0]%|'|"/.test(text.replace(/https?:/g, '')))
        .map((text) => `${key}: ${text}`),
    );
    expect(faults).toEqual([]);
  });
});

describe('What is kept out of pages in other languages', () => {
  const kept = tableUnder('docs/words.md', 'Not on pages, in other languages').map(([code = '', words = '']) => ({
    code,
    words: codesIn(words),
  }));

  it.each(others.map((language) => [language.name, language] as const))('is not said in %s', (_, { code, messages }) => {
    const words = kept.filter((each) => each.code === code).flatMap((each) => each.words);
    const said = Object.values(messages).flatMap(textsOf);
    const found = words.filter((word) =>
      said.some((text) => new RegExp(`(?<!\\p{L})${word}${code === 'ko' ? '' : 's?(?!\\p{L})'}`, 'iu').test(text)),
    );
    expect(words.length).toBeGreaterThan(3);
    expect(found).toEqual([]);
  });
});
