import { Controller, Get, Inject, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { invalid } from '../domain/refusal.js';
import { ImportDrafts } from '../reconciliation/import-drafts.queries.js';
import { ImportFiles } from '../reconciliation/import-files.queries.js';
import { ImportMappings } from '../reconciliation/import-mappings.queries.js';
import { Reconciliation } from '../reconciliation/reconciliation.queries.js';
import { Allow, AskedBy } from '../web/allow.js';
import type { Asker } from '../web/asker.js';
import type { Form } from '../web/form.js';
import { readUpload } from '../web/uploads.js';
import { Desk } from './desk.js';
import { anotherFile, formatChoices, sourceTitles } from './import-lines.js';
import { ImportsPage } from './pages/imports.js';
import { pathsOf } from './pages/paths.js';

/** A file comes in. Where it leads, it is shown line by line, or its columns are asked for. */
@Controller('console/:ledger/imports')
export class ImportsPages {
  constructor(
    @Inject(Desk) private readonly desk: Desk,
    @Inject(ImportDrafts) private readonly drafts: ImportDrafts,
    @Inject(ImportFiles) private readonly files: ImportFiles,
    @Inject(ImportMappings) private readonly mappings: ImportMappings,
    @Inject(Reconciliation) private readonly reconciliation: Reconciliation,
  ) {}

  @Get()
  @Allow('observations.import')
  async choose(@AskedBy() asker: Asker, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    this.desk.send(reply, await this.choosePage(asker, request, this.desk.blank()));
  }

  @Post()
  @Allow('observations.import')
  async bringIn(@AskedBy() asker: Asker, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const posted: Record<string, string> = {};
    await this.desk.tried(
      reply,
      posted,
      async () => {
        const { fields, bytes } = await readUpload(request);
        const { account, format } = fields;
        Object.assign(posted, { ...(account && { account }), ...(format && { format }) });
        if (!account) throw invalid('account', 'Choose the account that the file is from.');
        if (format === anotherFile) {
          const id = await this.files.keep(asker.ledgerId, account, bytes);
          return this.desk.goOn(reply, pathsOf(asker.slug).importFile(id));
        }
        const id = await this.drafts.read(asker.ledgerId, account, bytes, format || undefined);
        this.desk.goOn(reply, pathsOf(asker.slug).import(id));
      },
      (form) => this.choosePage(asker, request, form),
    );
  }

  private async choosePage(asker: Asker, request: FastifyRequest, form: Form) {
    const accounts = await this.reconciliation.accounts(asker.ledgerId);
    const mappings = await this.mappings.all(asker.ledgerId);
    return (
      <ImportsPage
        frame={await this.desk.frame(asker, request)}
        form={form}
        before={[]}
        formats={formatChoices(mappings)}
        accounts={accounts.map(({ accountId, name, kind }) => ({ account: accountId, name, source: sourceTitles[kind] }))}
      />
    );
  }
}
