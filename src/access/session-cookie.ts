import type { FastifyReply, FastifyRequest } from 'fastify';
import { sessionDays } from './sessions.js';

type Asked = Pick<FastifyRequest, 'protocol' | 'headers'>;

/**
 * With https the name starts with `__Host-`, so that no other site under the same domain can set it (RFC 6265bis §4.1.3.2).
 * Only on plain http, on this machine, it goes without.
 */
const isSecure = ({ protocol }: Asked, publicUrl?: string): boolean => protocol === 'https' || (publicUrl?.startsWith('https:') ?? false);
const nameOf = (secure: boolean): string => (secure ? '__Host-mal_session' : 'mal_session');

export function sessionCookieOf(request: Asked, publicUrl?: string): string | undefined {
  const name = nameOf(isSecure(request, publicUrl));
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const at = pair.indexOf('=');
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return undefined;
}

/** Not readable by scripts, not sent along by other sites' forms, for the whole host. Without a token: forgotten. */
export function setSessionCookie(reply: FastifyReply, request: Asked, token: string | undefined, publicUrl?: string): void {
  const secure = isSecure(request, publicUrl);
  const seconds = token === undefined ? 0 : sessionDays * 86_400;
  const parts = [
    `${nameOf(secure)}=${token ?? ''}`,
    'Path=/',
    `Max-Age=${seconds}`,
    'HttpOnly',
    'SameSite=Lax',
    ...(secure ? ['Secure'] : []),
  ];
  reply.header('Set-Cookie', parts.join('; '));
}
