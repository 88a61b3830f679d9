import { vkeyOf } from './note-key.js';
import { noteKey } from './note-key.js';
import { parsePolicy } from './policy.js';
import { policyText } from './policy-text.js';

const key = (name: string, role: 'log' | 'witness', fill: number) => vkeyOf(noteKey(name, role, new Uint8Array(32).fill(fill)));

describe('A policy that is written', () => {
  it.each([
    ['without witnesses', `log ${key('ledger.example/river/log', 'log', 1)} https://ledger.example/river/log\nquorum none\n`],
    [
      'with groups within groups',
      [
        `log ${key('ledger.example/river/log', 'log', 1)}`,
        `witness a ${key('a.example', 'witness', 2)} https://a.example`,
        `witness b ${key('b.example', 'witness', 3)}`,
        `witness c ${key('c.example', 'witness', 4)}`,
        'group inner 1 a b',
        'group outer 2 inner c',
        'quorum outer',
        '',
      ].join('\n'),
    ],
  ])('%s is read as the same', (_, text) => {
    expect(policyText(parsePolicy(text))).toBe(text);
    expect(parsePolicy(policyText(parsePolicy(text)))).toEqual(parsePolicy(text));
  });
});
