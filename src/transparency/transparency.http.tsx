import { Controller, Get, Inject, NotFoundException, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Words } from '../languages/words.js';
import { Public } from '../web/allow.js';
import { renderPage } from '../web/page.js';
import { readerWords } from '../web/reader-words.js';
import { wantsJson } from '../web/wants-json.js';
import { type Edition, Editions } from './editions.js';
import { Front } from './front.js';
import { NothingHerePage } from './pages/directory.js';
import { PublicPromisePage } from './pages/promise.js';
import { StatementPage } from './pages/statement.js';
import { TransparencyPage } from './pages/transparency.js';
import { Printed, print } from './printed.js';
import { promiseOf, rulesTextOf, statementOf, transparencyOf } from './public-views.js';

type Prints = (edition: Edition, words: Words) => Printed | undefined;

const figures: Prints = ({ books }, words) => print(<TransparencyPage words={words} {...transparencyOf(books)} />, words);
const promise: Prints = ({ books }, words) => print(<PublicPromisePage words={words} {...promiseOf(books)} />, words);
const rules: Prints = ({ books }) => new Printed(rulesTextOf(books), 'text/plain; charset=utf-8');
const statement =
  (month: string): Prints =>
  ({ books }, words) => {
    const stated = statementOf(books, month);
    return stated && print(<StatementPage words={words} {...stated} />, words);
  };

/** What the world reads of a ledger. Nobody is asked who they are, nothing is set, nothing is written down. */
@Public()
@Controller()
export class TransparencyController {
  constructor(
    @Inject(Editions) private readonly editions: Editions,
    @Inject(Front) private readonly front: Front,
  ) {}

  @Get()
  async index(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const front = await this.front.of();
    if ('only' in front) return this.answer(request, reply, front.only, 'figures', figures);
    front.directory(readerWords(request)).send(request, reply);
  }

  @Get(':ledger')
  async figures(@Param('ledger') ledger: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.answer(request, reply, ledger, 'figures', figures);
  }

  @Get(':ledger/promise')
  async promise(@Param('ledger') ledger: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.answer(request, reply, ledger, 'promise', promise);
  }

  @Get(':ledger/months/:month')
  async statement(
    @Param('ledger') ledger: string,
    @Param('month') month: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.answer(request, reply, ledger, month, statement(month));
  }

  @Get(':ledger/log/rules')
  async rules(@Param('ledger') ledger: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.answer(request, reply, ledger, 'rules', rules);
  }

  private async answer(request: FastifyRequest, reply: FastifyReply, ledger: string, name: string, prints: Prints): Promise<void> {
    const edition = this.editions.atHand(ledger) ?? (await this.editions.of(ledger));
    const words = readerWords(request);
    const kept = `${name} ${words.name}`;
    const printed = edition && (edition.pages.get(kept) ?? prints(edition, words));
    if (!printed) return this.nothing(request, reply, words);
    edition.pages.set(kept, printed);
    printed.send(request, reply);
  }

  private nothing(request: FastifyRequest, reply: FastifyReply, words: Words): void {
    if (wantsJson(request)) throw new NotFoundException();
    const nothingHere = renderPage(<NothingHerePage words={words} />);
    void reply.code(404).header('cache-control', 'no-store').type('text/html; charset=utf-8').send(nothingHere);
  }
}
