import type { FastifyReply, FastifyRequest } from 'fastify';

/** The value of one cookie that the browser sent, or undefined. */
export function readCookie({ headers }: FastifyRequest, name: string): string | undefined {
  for (const pair of (headers.cookie ?? '').split(';')) {
    const at = pair.indexOf('=');
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return undefined;
}

/** A choice of how pages look, for a year; nothing secret. */
export const keepChoice = (reply: FastifyReply, name: string, value: string): FastifyReply =>
  reply.header('Set-Cookie', `${name}=${value}; Path=/console; Max-Age=31536000; HttpOnly; SameSite=Lax`);
