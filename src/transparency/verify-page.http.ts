import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Controller, Get, Inject, NotFoundException, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { checkout } from '../checkout.js';
import { Public } from '../web/allow.js';
import { Editions } from './editions.js';
import { Printed } from './printed.js';

interface VerifyPage {
  readonly printed: Printed;
  /** The page's own policy: its one script and its one style, by their hashes. */
  readonly policy: string;
}

/**
 * The page that checks a log by itself, in the reader's own browser: one file, which works as well saved and opened from disk. Whoever
 * distrusts this host takes it from elsewhere.
 */
@Public()
@Controller(':ledger/verify')
export class VerifyPageController {
  private made?: Promise<VerifyPage>;

  constructor(@Inject(Editions) private readonly editions: Editions) {}

  @Get()
  async verify(@Param('ledger') slug: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    if (!(this.editions.atHand(slug) ?? (await this.editions.of(slug)))) throw new NotFoundException();
    this.made ??= readPage();
    const { printed, policy } = await this.made;
    reply.header('Content-Security-Policy', `${policy}; frame-ancestors 'none'`);
    printed.send(request, reply);
  }
}

async function readPage(): Promise<VerifyPage> {
  const html = await readFile(path.join(checkout, 'dist', 'verify.html'), 'utf8');
  const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(html) ?? [];
  if (!policy) throw new Error('dist/verify.html says no policy of its own: run npm run build.');
  return { printed: new Printed(html), policy };
}
