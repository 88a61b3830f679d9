import { brokenAt } from './whole-texts.js';

describe('A text that can be written down', () => {
  it.each(['', 'Zoë', '지우', '🌊', 'a\tb\nc', '\u202e', '\ufffd'])('may be %j', (text) => {
    expect(brokenAt({ words: text })).toBeUndefined();
  });

  it.each(['\ud83c', '\udf0a', 'a\ud83cb', '\udf0a\ud83c', 'a\u0000b'])('is not %j', (text) => {
    expect(brokenAt({ words: text })).toBe('words');
  });

  it('is found wherever it is missing, by its path, also as a name', () => {
    expect(brokenAt({ lines: [{ says: 'x' }, { says: '\ud83c' }] })).toBe('lines.1.says');
    expect(brokenAt({ given: { '\ud83c': 1 } })).toBe('given');
    expect(brokenAt('\u0000')).toBe('text');
  });

  it('is looked for in what is nested without end, and in nothing that is no text', () => {
    const deep = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);
    expect(brokenAt(deep)).toBeUndefined();
    expect(brokenAt([null, 1, true, undefined, Buffer.from([0])])).toBeUndefined();
  });
});
