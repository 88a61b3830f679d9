import { wordsAsked, wordsIn } from './asked-language.js';
import { type English, type Key, english } from './english.js';
import { inEnglish, type Language, readLanguage } from './language.js';
import { namesIn, piecesOf } from './message.js';
import { Words } from './words.js';

/** Message whose text the compiler cannot read, because it is put together: its slots would go unchecked. */
type Unread = { [K in Key]: string extends English[K] ? K : never }[Key];
const unread: Unread[] = [];

const french: Language = {
  ...inEnglish,
  code: 'fr',
  numbers: 'fr-CA',
  messages: {
    ...english,
    'months.passed-of-promised': 'de {promised}, {passed}',
    'figures.oldest-waits': { one: '{count} mois', other: '{count} mois en tout' },
    'check.in-browser': 'Vérifiez, <check>ici même</check>',
  },
};
const words = new Words(french);

describe('what is said', () => {
  it('is said in the order of its language, its slots filled', () => {
    expect(words.say('months.passed-of-promised', { passed: '4', promised: '5' })).toBe('de 5, 4');
    expect(wordsIn(inEnglish).say('months.passed-of-promised', { passed: '4', promised: '5' })).toBe('4 of 5');
  });

  it('counts as its language counts: in French, one and a half are one', () => {
    expect([1, 1.5, 2].map((count) => words.say('figures.oldest-waits', { count }))).toEqual(['1 mois', '1,5 mois', '2 mois en tout']);
  });

  it('writes numbers as its language writes them', () => {
    expect(words.say('feedback.too-long', { most: 10_000, has: 12_345 })).toContain('10\u00a0000');
    expect(wordsIn(inEnglish).say('feedback.too-long', { most: 10_000, has: 12_345 })).toContain('10,000');
  });

  it('can hold parts of a page, made of the words that are marked', () => {
    const parts = words.fill('check.in-browser', { check: (marked: string) => ({ link: marked }) });
    expect(parts).toEqual(['Vérifiez, ', { link: 'ici même' }]);
  });

  it('shows text that looks like a slot or a mark as it is: what fills a slot is never read again', () => {
    expect(words.say('feedback.unknown-field', { name: '{name}<check>x</check>' })).toContain('"{name}<check>x</check>"');
  });

  it('has to have its slots filled, and no other', () => {
    const asked = [
      // @ts-expect-error a slot is missing
      () => words.say('feedback.too-long', { most: 1 }),
      // @ts-expect-error no message has that name
      () => words.say('nobody.says-this'),
      // @ts-expect-error it counts, so it needs a number
      () => words.say('figures.oldest-waits', { count: '2' }),
      // @ts-expect-error its slot is not given at all
      () => words.say('percent'),
      // @ts-expect-error it has no slot
      () => words.say('page.skip', { count: 1 }),
    ];
    expect(asked).toHaveLength(5);
    expect(unread).toEqual([]);
  });

  it('is read piece by piece', () => {
    expect(piecesOf('a {b} c <d>e</d>')).toEqual(['a ', { slot: 'b' }, ' c ', { mark: 'd', words: 'e' }]);
    expect(piecesOf('1 < 2 {} {two words}')).toEqual(['1 < 2 {} {two words}']);
    expect(namesIn({ one: '{count} <x>y</x>', other: '{b}' })).toEqual(['<x>', '{b}', '{count}']);
  });
});

describe('a language chosen by a link', () => {
  const chosen = new Words(french, true);

  it.each([
    ['/river', '/river?lang=fr'],
    ['/river/feed.atom?before=5', '/river/feed.atom?before=5&lang=fr'],
    ['/river#months', '/river?lang=fr#months'],
  ])('is carried on by %s', (href, to) => {
    expect(chosen.link(href)).toBe(to);
    expect(words.link(href)).toBe(href);
  });
});

describe('which language a reader gets', () => {
  const asked = (chosen: unknown, accepts?: string) => wordsAsked('public', chosen, accepts).name;

  it.each([
    [undefined, undefined, 'en'],
    [undefined, '', 'en'],
    [undefined, 'de-CH, *;q=0.1', 'en'],
    [undefined, 'en-CA,en;q=0.9', 'en'],
    ['xx', undefined, 'en'],
    [['en', 'fr'], undefined, 'en'],
    ['en', 'de', 'en chosen'],
    ['../en', undefined, 'en'],
    [undefined, ',;q=,;;,=', 'en'],
  ])('asked for %j by a browser that accepts %j, it is %s', (chosen, accepts, name) => expect(asked(chosen, accepts)).toBe(name));
});

describe('the file of a language', () => {
  const file = { name: 'Français', numbers: 'fr-CA', days: 'fr-CA', faces: ['public'], messages: { 'page.skip': 'Aller au contenu' } };

  it('that lacks a message is not offered', () => {
    expect(readLanguage(JSON.stringify(file), 'fr.json').faces).toEqual([]);
    expect(readLanguage(JSON.stringify({ ...file, messages: english }), 'fr.json').faces).toEqual(['public']);
  });

  it('that does not say how its numbers are written is refused by name', () => {
    expect(() => readLanguage(JSON.stringify({ ...file, numbers: undefined }), 'fr.json')).toThrow(
      'config/languages/fr.json does not say "numbers".',
    );
  });
});
