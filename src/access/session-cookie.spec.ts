import type { FastifyReply } from 'fastify';
import { sessionCookieOf, setSessionCookie } from './session-cookie.js';

const asked = (protocol: 'http' | 'https', cookie?: string) => ({ protocol, headers: { cookie } }) as Parameters<typeof sessionCookieOf>[0];

function cookieSet(protocol: 'http' | 'https', token: string | undefined, publicUrl?: string): string {
  let header = '';
  const reply = { header: (_: string, value: string) => (header = value) } as unknown as FastifyReply;
  setSessionCookie(reply, asked(protocol), token, publicUrl);
  return header;
}

describe('The cookie of a session', () => {
  it("is bound to this host, hidden from scripts and kept from other sites' forms", () => {
    expect(cookieSet('https', 'abc')).toBe('__Host-mal_session=abc; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax; Secure');
    expect(cookieSet('http', 'abc', 'https://ledger.example')).toContain('__Host-mal_session=abc');
  });

  it('goes without TLS only where there is none', () => {
    expect(cookieSet('http', 'abc')).toBe('mal_session=abc; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax');
  });

  it('is taken away when one signs out', () => {
    expect(cookieSet('https', undefined)).toMatch(/^__Host-mal_session=; Path=\/; Max-Age=0;/);
  });

  it('is found among others, and never under the name that another site could have set', () => {
    expect(sessionCookieOf(asked('https', 'a=b; __Host-mal_session=abc; mal_session=evil'))).toBe('abc');
    expect(sessionCookieOf(asked('https', 'mal_session=evil; x__Host-mal_session=evil'))).toBeUndefined();
    expect(sessionCookieOf(asked('http'))).toBeUndefined();
  });
});
