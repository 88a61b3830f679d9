import { Controller, Get, Inject, NotFoundException, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { VNode } from 'preact';
import { Public } from '../web/allow.js';
import { renderPage } from '../web/page.js';
import { wantsJson } from '../web/wants-json.js';
import { type Edition, Editions } from './editions.js';
import { Front } from './front.js';
import { NothingHerePage } from './pages/directory.js';
import { PublicPromisePage } from './pages/promise.js';
import { StatementPage } from './pages/statement.js';
import { TransparencyPage } from './pages/transparency.js';
import { Printed } from './printed.js';
import { promiseOf, rulesTextOf, statementOf, transparencyOf } from './public-views.js';

type Print = (edition: Edition) => Printed | undefined;

const page = (content: VNode): Printed => new Printed(renderPage(content));

const figures: Print = ({ books }) => page(<TransparencyPage {...transparencyOf(books)} />);
const promise: Print = ({ books }) => page(<PublicPromisePage {...promiseOf(books)} />);
const rules: Print = ({ books }) => new Printed(rulesTextOf(books), 'text/plain; charset=utf-8');
const statement =
  (month: string): Print =>
  ({ books }) => {
    const stated = statementOf(books, month);
    return stated && page(<StatementPage {...stated} />);
  };

/** What the world reads of a ledger. Nobody is asked who they are, nothing is set, nothing is written down. */
@Public()
@Controller()
export class TransparencyController {
  private readonly nothingHere = renderPage(<NothingHerePage />);

  constructor(
    @Inject(Editions) private readonly editions: Editions,
    @Inject(Front) private readonly front: Front,
  ) {}

  @Get()
  async index(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const front = await this.front.of();
    if ('only' in front) return this.answer(request, reply, front.only, 'figures', figures);
    front.directory.send(request, reply);
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

  private async answer(request: FastifyRequest, reply: FastifyReply, ledger: string, name: string, print: Print): Promise<void> {
    const edition = this.editions.atHand(ledger) ?? (await this.editions.of(ledger));
    const printed = edition && (edition.pages.get(name) ?? print(edition));
    if (!printed) return this.nothing(request, reply);
    edition.pages.set(name, printed);
    printed.send(request, reply);
  }

  private nothing(request: FastifyRequest, reply: FastifyReply): void {
    if (wantsJson(request)) throw new NotFoundException();
    void reply.code(404).header('cache-control', 'no-store').type('text/html; charset=utf-8').send(this.nothingHere);
  }
}
