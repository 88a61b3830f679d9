import { createHmac, randomBytes } from 'node:crypto';
import { latestMs, makeToken, soonestMs, standingOf } from './form-token.js';

const signer = (key: string) => async (text: string) => createHmac('sha256', key).update(text).digest();
const river = signer('river');
const made = Date.parse('2026-11-02T15:00:00Z');
const token = (by = river) => makeToken(by, made, randomBytes(16));

describe('The key of a public form', () => {
  it.each([
    ['at once', 0, 'too-soon'],
    ['just before anybody could have read the page', soonestMs - 1, 'too-soon'],
    ['after that', soonestMs, 'good'],
    ['a day later', latestMs / 2, 'good'],
    ['at the last moment', latestMs, 'good'],
    ['later than that', latestMs + 1, 'not-ours'],
    ['before it was made', -1, 'not-ours'],
  ])('sent %s', async (_, age, is) => {
    expect(await standingOf(river, await token(), made + age)).toEqual({ is });
  });

  it('of another ledger, or with one character changed, is none', async () => {
    expect(await standingOf(river, await token(signer('elsewhere')), made + soonestMs)).toEqual({ is: 'not-ours' });
    const good = await token();
    for (let at = 0; at < good.length - 1; at += 1) {
      const changed = `${good.slice(0, at)}${good[at] === 'b' ? 'c' : 'b'}${good.slice(at + 1)}`;
      expect([changed, await standingOf(river, changed, made + soonestMs)]).toEqual([changed, { is: 'not-ours' }]);
    }
  });

  it.each(['', 'a', 'a.b.c', `${'9'.repeat(300)}.x.y`, '0199aaaa-0000-7000-8000-000000000000'])('"%s" is none', async (text) => {
    expect(await standingOf(river, text, made)).toEqual({ is: 'not-ours' });
  });

  it('is short enough for a request, and another one each time', async () => {
    const [one, other] = [await token(), await token()];
    expect(one).not.toBe(other);
    expect(one.length).toBeLessThan(120);
  });
});
