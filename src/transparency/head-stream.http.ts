import { Controller, Get, Inject, NotFoundException, Param, Req, Res, ServiceUnavailableException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../web/allow.js';
import { HeadStream } from './head-stream.js';
import { Publications } from './publications.queries.js';

/** Each holds a connection open: a bound, so that listeners never keep readers out. */
const mostListeners = 1000;

/** New heads of the log as they are shown. */
@Public()
@Controller(':ledger/events')
export class HeadStreamController {
  constructor(
    @Inject(HeadStream) private readonly heads: HeadStream,
    @Inject(Publications) private readonly publications: Publications,
  ) {}

  @Get()
  async events(@Param('ledger') slug: string, @Req() { method }: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const ledger = await this.publications.idOf(slug);
    if (!ledger) throw new NotFoundException();
    if (this.heads.count >= mostListeners) {
      reply.header('Retry-After', '60');
      throw new ServiceUnavailableException('Too many listen at the moment. Read the feed, or come again in a minute.');
    }
    reply.header('content-type', 'text/event-stream; charset=utf-8').header('cache-control', 'no-store').header('x-accel-buffering', 'no');
    reply.header('access-control-allow-origin', '*').hijack();
    reply.raw.writeHead(200, reply.getHeaders() as Record<string, string>);
    if (method === 'HEAD')
      reply.raw.end(); // which asks what it would be, and has no ear
    else this.heads.listen(ledger, reply.raw);
  }
}
