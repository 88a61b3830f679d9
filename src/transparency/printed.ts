import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { etagOf } from '../web/etag.js';

/** Half of brotli's scale: a page in a millisecond or two, and within a percent of its best. */
const brotliQuality = 7;

/**
 * A public page may be kept by those between us and the reader for a minute, and by a browser as long as it asks whether it
 * is still the same; with its ETag that costs no page. What was published is thus seen everywhere within a minute.
 */
const mayBeKept = 'public, max-age=0, s-maxage=60, must-revalidate';

/** A public answer as the very bytes that go out, made once for all its readers. */
export class Printed {
  private readonly plain: Buffer;
  private readonly etag: string;
  private smaller: { br?: Buffer; gzip?: Buffer } = {};

  constructor(
    text: string,
    private readonly type = 'text/html; charset=utf-8',
  ) {
    this.plain = Buffer.from(text);
    this.etag = etagOf(this.plain);
  }

  send(request: FastifyRequest, reply: FastifyReply): void {
    const encoding = encodingFor(request.headers['accept-encoding']);
    if (encoding) void reply.header('content-encoding', encoding);
    void reply
      .headers({
        'content-type': this.type, 'cache-control': mayBeKept, vary: 'Accept-Encoding',
        etag: encoding ? `${this.etag.slice(0, -1)}-${encoding}"` : this.etag,
      })
      .send(encoding ? this.compressed(encoding) : this.plain);
  }

  private compressed(encoding: 'br' | 'gzip'): Buffer {
    this.smaller[encoding] ??= encoding === 'br'
      ? brotliCompressSync(this.plain, { params: { [constants.BROTLI_PARAM_QUALITY]: brotliQuality } })
      : gzipSync(this.plain, { level: 9 });
    return this.smaller[encoding];
  }
}

const encodingFor = (accepts: string | string[] | undefined): 'br' | 'gzip' | undefined => {
  if (!accepts) return undefined;
  const named = String(accepts);
  return /\bbr\b(?!;q=0)/.test(named) ? 'br' : /\bgzip\b(?!;q=0)/.test(named) ? 'gzip' : undefined;
};
