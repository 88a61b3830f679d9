import fc from 'fast-check';
import { localPath, signInPath } from './local-path.js';

describe('After signing in one goes', () => {
  it.each([
    '/console',
    '/console/river',
    '/console/river/payments?month=2026-10',
    '/console?x=1',
  ])('to %s, if that was asked for', (path) => {
    expect(localPath(path)).toBe(path);
  });

  it.each([
    undefined,
    '',
    'console',
    '//evil.example',
    'https://evil.example/console',
    '/console/../api',
    '/console/..//evil.example',
    '/console\\evil',
    '/consoles',
    '/console/\n/x',
    '/console/%2e%2e/api',
    'javascript:alert(1)',
    '/console@evil.example',
    '/river',
    ['/console'],
    '/console/sign-out',
    '/console/sign-in?next=/console/sign-in',
    `/console/${'x'.repeat(600)}`,
  ])('to the console when %p was asked for', (path) => {
    expect(localPath(path)).toBe('/console');
  });

  it('never to another host, whatever was asked for', () => {
    const pieces = fc.array(fc.constantFrom('/', '\\', '.', '..', ':', '@', 'console', 'evil.example', '?', '#', '%2f', '%5c', '\t', ' '), {
      maxLength: 8,
    });
    fc.assert(
      fc.property(pieces, (parts) => {
        const path = localPath(`/console${parts.join('')}`);
        const { origin, pathname } = new URL(path, 'https://ledger.example');
        expect(origin).toBe('https://ledger.example');
        expect(pathname).toMatch(/^\/console(\/|$)/);
      }),
    );
  });

  it('through a sign-in page that remembers where', () => {
    expect(signInPath('/console/river?a=b')).toBe('/console/sign-in?next=%2Fconsole%2Friver%3Fa%3Db');
    expect(signInPath('/console')).toBe('/console/sign-in');
  });
});
