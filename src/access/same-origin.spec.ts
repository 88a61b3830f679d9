import { comesFromHere } from './same-origin.js';

const post = (headers: Record<string, string>, protocol = 'https') =>
  ({ method: 'POST', host: 'ledger.example', protocol, headers }) as Parameters<typeof comesFromHere>[0];

describe('A form of a steward who is signed in', () => {
  it.each([
    ['our own page, as the browser says', { 'sec-fetch-site': 'same-origin' }],
    ['nowhere but the browser itself', { 'sec-fetch-site': 'none' }],
    ['our own page, in an older browser', { origin: 'https://ledger.example' }],
  ])('is taken from %s', (_, headers) => {
    expect(comesFromHere(post(headers), true)).toBe(true);
  });

  it.each([
    ['another site', { 'sec-fetch-site': 'cross-site', origin: 'https://ledger.example' }],
    ['a neighbour under the same domain', { 'sec-fetch-site': 'same-site' }],
    ['another site, in an older browser', { origin: 'https://elsewhere.example' }],
    ['a name that begins like ours', { origin: 'https://ledger.example.org' }],
    ['another port', { origin: 'https://ledger.example:8443' }],
    ['a page without TLS', { origin: 'http://ledger.example' }],
    ['a page that hides where it is', { origin: 'null' }],
    ['something that says nothing', {}],
  ])('is refused from %s', (_, headers) => {
    expect(comesFromHere(post(headers), true)).toBe(false);
  });

  it('is taken behind a proxy that speaks https while we hear http', () => {
    expect(comesFromHere(post({ origin: 'https://ledger.example' }, 'http'), true)).toBe(true);
    expect(comesFromHere(post({ origin: 'https://public.example' }, 'http'), true, 'https://public.example')).toBe(true);
  });
});

describe('A request without a session', () => {
  it('is taken from a program or an old phone that says nothing, and refused from a page of another site', () => {
    expect(comesFromHere(post({}), false)).toBe(true);
    expect(comesFromHere(post({ origin: 'null' }), false)).toBe(true);
    expect(comesFromHere(post({ origin: 'https://elsewhere.example' }), false)).toBe(false);
    expect(comesFromHere(post({ 'sec-fetch-site': 'cross-site' }), false)).toBe(false);
  });

  it('may come from anywhere when it only reads', () => {
    expect(comesFromHere({ ...post({ 'sec-fetch-site': 'cross-site' }), method: 'GET' }, true)).toBe(true);
  });
});
