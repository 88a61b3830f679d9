import { Controller, Get, Inject, NotFoundException, Param, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../web/allow.js';
import { invalid } from '../domain/refusal.js';
import { type Edition, Editions } from './editions.js';
import { entriesAPage, feedOf } from './feed.js';
import { Printed } from './printed.js';
import { Publications } from './publications.queries.js';
import { PublishedEntries } from './published-entries.queries.js';

/** What was published, for feed readers. Like every public page it sets nothing and knows nobody. */
@Public()
@Controller(':ledger/feed.json')
export class FeedController {
  constructor(
    @Inject(Editions) private readonly editions: Editions,
    @Inject(Publications) private readonly publications: Publications,
    @Inject(PublishedEntries) private readonly entries: PublishedEntries,
  ) {}

  /** `?before=120` goes back from there; the address stands in `next_url`. */
  @Get()
  async feed(
    @Param('ledger') slug: string,
    @Query('before') before: string | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (before !== undefined && !/^\d{1,9}$/.test(before))
      throw invalid('before', "This is no place in the log. Follow the feed's own next_url.");
    const edition = this.editions.atHand(slug) ?? (await this.editions.of(slug));
    if (!edition) throw new NotFoundException();
    const printed = (before === undefined && edition.pages.get('feed')) || (await this.print(edition, slug, before));
    if (before === undefined) edition.pages.set('feed', printed);
    printed.send(request, reply);
  }

  private async print({ books }: Edition, slug: string, before: string | undefined): Promise<Printed> {
    const ledger = await this.publications.idOf(slug);
    const entries = await this.entries.page(ledger!, entriesAPage, before === undefined ? undefined : BigInt(before));
    return new Printed(feedOf(books, entries), 'application/feed+json; charset=utf-8');
  }
}
