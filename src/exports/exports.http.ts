import { Readable } from 'node:stream';
import { Controller, Get, Inject, NotFoundException, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Allow, AskedBy } from '../web/allow.js';
import type { Asker } from '../web/asker.js';
import { type BookFormat, bookFormats } from './book-text.js';
import { Exports } from './exports.queries.js';

const filesOf: Readonly<Record<BookFormat, { readonly ending: string; readonly type: string }>> = {
  hledger: { ending: 'journal', type: 'text/plain; charset=utf-8' },
  beancount: { ending: 'beancount', type: 'text/plain; charset=utf-8' },
  csv: { ending: 'csv', type: 'text/csv; charset=utf-8; header=present' },
};

/** The books to take away. All events with their bytes are for a steward in person; the double entry for whoever sees amounts. */
@Controller('console/:ledger/exports')
export class ExportPages {
  constructor(@Inject(Exports) private readonly exports: Exports) {}

  @Get('events.json')
  @Allow('export.take')
  async events(@AskedBy() { ledgerId: ledger, slug }: Asker, @Res() reply: FastifyReply): Promise<void> {
    await handOver(reply, `${slug}-events.json`, 'application/json; charset=utf-8', this.exports.events({ ledger, slug }));
  }

  @Get(':file')
  @Allow('books.view')
  async books(@AskedBy() { ledgerId: ledger, slug }: Asker, @Param('file') file: string, @Res() reply: FastifyReply): Promise<void> {
    const format = bookFormats.find((each) => file === `books.${filesOf[each].ending}`);
    if (!format) throw new NotFoundException('There is no such file to take away. The page of the months names those that are.');
    const { ending, type } = filesOf[format];
    await handOver(reply, `${slug}.${ending}`, type, this.exports.books({ ledger, slug }, format));
  }
}

const handOver = (reply: FastifyReply, file: string, type: string, text: AsyncIterable<string>) =>
  reply
    .header('Content-Disposition', `attachment; filename="${file}"`)
    .type(type)
    .send(Readable.from(text, { objectMode: false }));
