import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { VNode } from 'preact';
import type { Words } from '../languages/words.js';
import { etagOf } from '../web/etag.js';
import { renderPage } from '../web/page.js';

/** Somewhat above the middle of brotli's scale: a page in a millisecond or two, and within a few percent of its best. */
const brotli = { params: { [constants.BROTLI_PARAM_QUALITY]: 7 } };

/**
 * A public page may be kept by those between us and the reader for a minute, and by a browser as long as it asks whether it
 * is still the same; with its ETag that costs no page. What was published is thus seen everywhere within a minute.
 */
const mayBeKept = 'public, max-age=0, s-maxage=60, must-revalidate';

interface Form {
  readonly head: Readonly<Record<string, string>>;
  readonly bytes: Buffer;
}

/** A public answer as the very bytes that go out, made once for all its readers, compressed when the first one asks for that. */
export class Printed {
  private readonly forms: { plain: Form; br?: Form; gzip?: Form };

  constructor(
    text: string,
    private readonly type = 'text/html; charset=utf-8',
    /** Absent for what is in no language, or in the same one for everybody. */
    private readonly words?: Words,
  ) {
    this.forms = { plain: this.form(Buffer.from(text)) };
  }

  send({ headers }: FastifyRequest, reply: FastifyReply): void {
    const { head, bytes } = this.formFor(headers['accept-encoding']);
    void reply.headers(head).send(bytes);
  }

  private formFor(accepts: string | string[] | undefined): Form {
    const { plain } = this.forms;
    if (!accepts) return plain;
    const named = String(accepts);
    if (/\bbr\b(?!;q=0)/.test(named)) {
      this.forms.br ??= this.form(brotliCompressSync(plain.bytes, brotli), 'br');
      return this.forms.br;
    }
    if (!/\bgzip\b(?!;q=0)/.test(named)) return plain;
    this.forms.gzip ??= this.form(gzipSync(plain.bytes, { level: 9 }), 'gzip');
    return this.forms.gzip;
  }

  /** Each form has a tag of its own: two answers that share one are equal byte for byte. */
  private form(bytes: Buffer, encoding?: string): Form {
    const head = { 'content-type': this.type, 'cache-control': mayBeKept, ...this.inWords(), etag: etagOf(bytes) };
    return { bytes, head: encoding ? { ...head, 'content-encoding': encoding } : head };
  }

  /** A language that stands in the address is the same for all who ask for it; one that was guessed depends on the reader. */
  private inWords(): Readonly<Record<string, string>> {
    if (!this.words) return { vary: 'Accept-Encoding' };
    const vary = this.words.isChosen ? 'Accept-Encoding' : 'Accept-Encoding, Accept-Language';
    return { vary, 'content-language': this.words.lang };
  }
}

/** A page in the words that it was drawn with. */
export const print = (page: VNode, words: Words): Printed => new Printed(renderPage(page), undefined, words);
