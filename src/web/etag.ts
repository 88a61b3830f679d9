import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** Strong: two answers that share it are equal byte for byte. */
export const etagOf = (bytes: string | Buffer): string => `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 27)}"`;

/** For bodies that a proxy may compress or re-encode: the same content, perhaps not the same bytes. */
export const weak = (etag: string): string => (etag.startsWith('W/') ? etag : `W/${etag}`);

/** RFC 9110 §13.1.2: compares weakly, as a GET does. */
export function isFresh(ifNoneMatch: string | undefined, etag: string): boolean {
  if (!ifNoneMatch) return false;
  const opaque = (tag: string): string => tag.trim().replace(/^W\//, '');
  return ifNoneMatch.trim() === '*' || ifNoneMatch.split(',').some((tag) => opaque(tag) === opaque(etag));
}

/**
 * Gives every read that may be kept its ETag, and answers 304 to those who have it. Pages of the console are never kept, so
 * they get none; neither does a stream. A handler that knows its ETag sets it and saves the hashing.
 */
export function etags(server: FastifyInstance): void {
  server.addHook('onSend', async (request: FastifyRequest, reply: FastifyReply, payload: unknown) => {
    if (!isRead(request, reply) || !(typeof payload === 'string' || Buffer.isBuffer(payload))) return payload;
    const known = reply.getHeader('etag');
    const etag = typeof known === 'string' ? known : etagOf(payload);
    reply.header('ETag', etag);
    if (!reply.hasHeader('cache-control')) reply.header('Cache-Control', 'no-cache');
    if (!isFresh(request.headers['if-none-match'], etag)) return payload;
    reply.code(304).removeHeader('content-length').removeHeader('content-type');
    return '';
  });
}

const isRead = (request: FastifyRequest, reply: FastifyReply): boolean =>
  (request.method === 'GET' || request.method === 'HEAD') &&
  reply.statusCode === 200 &&
  !String(reply.getHeader('cache-control') ?? '').includes('no-store');
