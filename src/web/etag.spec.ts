import { etagOf, isFresh, weak } from './etag.js';

describe('ETag', () => {
  it.each([
    ['the same', '"abc"', true],
    ['one of several', '"x", "abc"', true],
    ['the same, weakly', 'W/"abc"', true],
    ['anything', '*', true],
    ['another', '"x"', false],
    ['none', undefined, false],
  ])('who has %s', (_, has, fresh) => {
    expect(isFresh(has, '"abc"')).toBe(fresh);
    expect(isFresh(has, weak('"abc"'))).toBe(fresh);
  });

  it('is the same for the same bytes, and another for others', () => {
    expect(etagOf('a page')).toBe(etagOf(Buffer.from('a page')));
    expect(etagOf('a page')).not.toBe(etagOf('another'));
    expect(etagOf('a page')).toMatch(/^"[\w-]{27}"$/);
  });
});
