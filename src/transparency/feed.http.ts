import { Controller, Get, Inject, NotFoundException, Param, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { wordsAsked } from '../languages/asked-language.js';
import type { Words } from '../languages/words.js';
import { Public } from '../web/allow.js';
import { invalid } from '../domain/refusal.js';
import { atomOf } from './atom.js';
import { type Edition, Editions } from './editions.js';
import { entriesAPage, feedOf } from './feed.js';
import { Printed } from './printed.js';
import type { PublicBooks } from './public-views.js';
import { Publications } from './publications.queries.js';
import { type LoggedEntry, PublishedEntries } from './published-entries.queries.js';

interface Form {
  readonly name: string;
  readonly type: string;
  readonly write: (books: PublicBooks, entries: readonly LoggedEntry[], words: Words) => string;
}

const json: Form = { name: 'feed.json', type: 'application/feed+json; charset=utf-8', write: feedOf };
const atom: Form = { name: 'feed.atom', type: 'application/atom+xml; charset=utf-8', write: atomOf };

/**
 * What was published, for feed readers. Like every public page it sets nothing and knows nobody. A feed speaks one language at one
 * address, whoever fetches it: those who gather feeds for many readers send no word of what each of them reads.
 */
@Public()
@Controller(':ledger')
export class FeedController {
  constructor(
    @Inject(Editions) private readonly editions: Editions,
    @Inject(Publications) private readonly publications: Publications,
    @Inject(PublishedEntries) private readonly entries: PublishedEntries,
  ) {}

  /** `?before=120` goes back from there; the address stands in `next_url`. */
  @Get('feed.json')
  async json(
    @Param('ledger') slug: string,
    @Query('before') before: string | undefined,
    @Query('lang') lang: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    (await this.printed(json, slug, before, lang)).send(request, reply);
  }

  /** The same; the address back stands in the link `next`. */
  @Get('feed.atom')
  async atom(
    @Param('ledger') slug: string,
    @Query('before') before: string | undefined,
    @Query('lang') lang: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    (await this.printed(atom, slug, before, lang)).send(request, reply);
  }

  private async printed(form: Form, slug: string, before: string | undefined, lang: unknown): Promise<Printed> {
    if (before !== undefined && !/^\d{1,9}$/.test(before))
      throw invalid('before', "This is no place in the log. Follow the feed's own address back.");
    const edition = this.editions.atHand(slug) ?? (await this.editions.of(slug));
    if (!edition) throw new NotFoundException();
    const words = wordsAsked('public', lang, undefined);
    if (before !== undefined) return this.print(form, edition, slug, words, BigInt(before));
    const kept = `${form.name} ${words.name}`;
    const printed = edition.pages.get(kept) ?? (await this.print(form, edition, slug, words));
    edition.pages.set(kept, printed);
    return printed;
  }

  private async print(
    { type, write }: Form,
    { books, checkpoint }: Edition,
    slug: string,
    words: Words,
    before?: bigint,
  ): Promise<Printed> {
    const ledger = await this.publications.idOf(slug);
    const entries = await this.entries.page(ledger!, entriesAPage, before, checkpoint?.size ?? 0);
    return new Printed(write(books, entries, words), type);
  }
}
