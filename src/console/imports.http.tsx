import { Body, Controller, Get, Inject, Param, ParseUUIDPipe, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Allow, AskedBy } from '../web/allow.js';
import type { Asker } from '../web/asker.js';
import { ConfirmImport, type LineVerdict } from '../domain/import.js';
import type { OpenBooks } from '../domain/ledger.js';
import type { Verdict } from '../domain/observation.js';
import { invalid } from '../domain/refusal.js';
import type { Decided } from '../event-store/event-store.js';
import { Ledgers } from '../ledgers/ledgers.queries.js';
import { ImportDrafts } from '../reconciliation/import-drafts.queries.js';
import { ImportFiles } from '../reconciliation/import-files.queries.js';
import { ImportMappings } from '../reconciliation/import-mappings.queries.js';
import { ImportPreviews, type Preview } from '../reconciliation/import-preview.queries.js';
import { Reconciliation } from '../reconciliation/reconciliation.queries.js';
import type { Form } from '../web/form.js';
import { RequestKey } from '../web/request-key.js';
import { readUpload } from '../web/uploads.js';
import { Desk } from './desk.js';
import { FormReading, type Posted } from './form-reading.js';
import { anotherFile, formatChoices, importDone, previewLines, sourceInWords, sourceTitles } from './import-lines.js';
import { numberIn, readSaid } from './line-verdicts.js';
import { ImportDonePage, ImportPreviewPage } from './pages/import-preview.js';
import { ImportsPage } from './pages/imports.js';
import { pathsOf } from './pages/paths.js';

/** A file comes in, is shown line by line, and is recorded as the person says. Nothing records itself. */
@Controller('console/:ledger/imports')
export class ImportsPages {
  constructor(
    @Inject(Desk) private readonly desk: Desk,
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(ImportDrafts) private readonly drafts: ImportDrafts,
    @Inject(ImportFiles) private readonly files: ImportFiles,
    @Inject(ImportMappings) private readonly mappings: ImportMappings,
    @Inject(ImportPreviews) private readonly previews: ImportPreviews,
    @Inject(Ledgers) private readonly ledgers: Ledgers,
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

  @Get(':import')
  @Allow('observations.import')
  async preview(
    @AskedBy() asker: Asker,
    @Param('import', ParseUUIDPipe) id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    const draft = await this.drafts.open(asker.ledgerId, id);
    if (draft.totals) return this.desk.goOn(reply, pathsOf(asker.slug).importTotals(id));
    this.desk.send(reply, await this.previewPage(asker, request, await this.previews.ofDraft(asker.ledgerId, draft), this.desk.blank()));
  }

  @Post(':import')
  @Allow('observations.import')
  async confirm(
    @AskedBy() asker: Asker,
    @RequestKey() key: string,
    @Param('import', ParseUUIDPipe) id: string,
    @Body() posted: Posted,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    const draft = await this.drafts.open(asker.ledgerId, id);
    if (draft.totals) return this.desk.goOn(reply, pathsOf(asker.slug).importTotals(id));
    const preview = await this.previews.ofDraft(asker.ledgerId, draft);
    await this.desk.tried(
      reply,
      posted,
      async () => {
        const reading = new FormReading(posted);
        const books = await this.ledgers.books(asker.ledgerId);
        const verdicts = reading.all('line').map((said) => verdictOn(said, reading, preview, books));
        reading.done();
        const decided: Decided = await this.commands.execute(
          new ConfirmImport({ ledger: asker.ledgerId, by: asker.actor, request: key, import: id, verdicts }),
        );
        this.desk.send(
          reply,
          <ImportDonePage frame={await this.desk.frame(asker, request)} source={sourceInWords(preview)} {...importDone(decided)} />,
        );
      },
      (form) => this.previewPage(asker, request, preview, form),
    );
  }

  private async previewPage(asker: Asker, request: FastifyRequest, preview: Preview, form: Form) {
    const books = await this.ledgers.books(asker.ledgerId);
    return (
      <ImportPreviewPage
        frame={await this.desk.frame(asker, request)}
        form={form}
        import={preview.draft.import}
        source={sourceInWords(preview)}
        lines={previewLines(preview, books)}
        refused={preview.draft.refused}
        offerings={Object.values(books.offerings)}
      />
    );
  }
}

function verdictOn(said: string, reading: FormReading, { lines }: Preview, books: OpenBooks): LineVerdict {
  const number = Number(numberIn(said));
  const found = lines.find(({ line }) => line.line === number);
  if (!found) throw invalid('line', 'Open the preview again: what was sent does not belong to this file.');
  return {
    line: number,
    ...readSaid(reading, said, { ...found.line, alike: found.alike, isSeen: isSeen(found.proposal.verdict) }, books, `line ${number}`),
  };
}

const isSeen = (verdict: Verdict): boolean => verdict.becomes === 'dismissed' && verdict.reason === 'seen-elsewhere';
