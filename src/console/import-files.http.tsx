import { Body, Controller, Get, Inject, Param, ParseUUIDPipe, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ColumnMapping } from '../domain/mapping.js';
import { ImportFiles, type KeptFile } from '../reconciliation/import-files.queries.js';
import { Reconciliation } from '../reconciliation/reconciliation.queries.js';
import { Allow, AskedBy } from '../web/allow.js';
import type { Asker } from '../web/asker.js';
import type { Form } from '../web/form.js';
import { Desk } from './desk.js';
import { FormReading, type Posted, typedOf } from './form-reading.js';
import { readMapping, typedFor } from './import-file-form.js';
import { type ImportFile, ImportFilePage } from './pages/import-file.js';
import { pathsOf } from './pages/paths.js';

const linesShown = 8;

/** A file that no reader knows: somebody says what its columns are, sees how it reads, and it is remembered for the account. */
@Controller('console/:ledger/imports/files')
export class ImportFilesPages {
  constructor(
    @Inject(Desk) private readonly desk: Desk,
    @Inject(ImportFiles) private readonly files: ImportFiles,
    @Inject(Reconciliation) private readonly reconciliation: Reconciliation,
  ) {}

  @Get(':file')
  @Allow('observations.import')
  async look(
    @AskedBy() asker: Asker,
    @Param('file', ParseUUIDPipe) id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    const file = await this.files.open(asker.ledgerId, id);
    this.desk.send(reply, await this.page(asker, request, file, this.desk.blank(typedFor(file.guess))));
  }

  @Post(':file')
  @Allow('observations.import')
  async describe(
    @AskedBy() asker: Asker,
    @Param('file', ParseUUIDPipe) id: string,
    @Body() posted: Posted,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    const file = await this.files.open(asker.ledgerId, id);
    await this.desk.tried(
      reply,
      posted,
      async () => {
        const reading = new FormReading(posted);
        const mapping = readMapping(reading, file.first);
        if (posted.step !== 'save') {
          reading.optional('name', 60);
          reading.done();
          return this.show(asker, request, reply, file, posted, mapping);
        }
        const name = reading.text('name', 'Give it a name, so that you find it the next time.', 60);
        reading.done();
        this.desk.goOn(reply, pathsOf(asker.slug).import(await this.files.describe(asker.ledgerId, file, name, mapping)));
      },
      (form) => this.page(asker, request, file, form),
    );
  }

  private async show(asker: Asker, request: FastifyRequest, reply: FastifyReply, file: KeptFile, posted: Posted, mapping: ColumnMapping) {
    const tried = await this.files.tried(asker.ledgerId, file, mapping);
    const shown =
      'totals' in tried
        ? { readsTotals: { count: tried.totals.length, totals: tried.totals.slice(0, linesShown) } }
        : { reads: { count: tried.lines.length, lines: tried.lines.slice(0, linesShown) } };
    this.desk.send(reply, await this.page(asker, request, file, this.desk.blank(typedOf(posted)), shown));
  }

  private async page(
    asker: Asker,
    request: FastifyRequest,
    file: KeptFile,
    form: Form,
    shown: Pick<ImportFile, 'reads' | 'readsTotals'> = {},
  ) {
    const accounts = await this.reconciliation.accounts(asker.ledgerId);
    return (
      <ImportFilePage
        frame={await this.desk.frame(asker, request)}
        form={form}
        file={file.file}
        account={accounts.find(({ accountId }) => accountId === file.account)?.name ?? 'this account'}
        first={file.first}
        {...shown}
      />
    );
  }
}
