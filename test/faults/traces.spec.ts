import { createHash } from 'node:crypto';
import { Search } from './traces.js';

describe('The search itself', () => {
  const word = 'Sam Qanary';
  const bytes = Buffer.from(word);
  it.each([
    ['itself', `{"name":"sam QANARY"}`],
    ['in hex', `(1,"\\\\x00${bytes.toString('hex')}ff")`],
    ['in base64, wherever it begins', Buffer.from(`x${word}yz`).toString('base64')],
    ['in base64 with its neighbours before', Buffer.from(`xx${word}`).toString('base64')],
    ['in base64url', Buffer.from(`{"to":"${word}"}`).toString('base64url')],
    ['percent-encoded', `/calls?name=${encodeURIComponent(word)}`],
    ['percent-encoded to the last byte', [...bytes].map((byte) => `%${byte.toString(16)}`).join('')],
    ['as plain SHA-256', createHash('sha256').update(word).digest('hex')],
    ['as plain SHA-256 of its small letters', createHash('sha256').update(word.toLowerCase()).digest('base64url')],
  ])('finds a word %s', (_, text) => {
    expect(new Search([word]).in(new Map([['here', `before ${text} after`]]))).not.toEqual([]);
    expect(new Search([word]).in(new Map([['here', 'Sam Canary, U2FtIENhbmFyeQ']]))).toEqual([]);
  });
});
