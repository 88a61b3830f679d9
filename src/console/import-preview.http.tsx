import { setTimeout as sleep } from 'node:timers/promises';
import { Controller, Get, Inject, Param, ParseUUIDPipe, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { LineVerdict } from '../domain/import.js';
import type { ImportOutcome } from '../domain/import-outcome.js';
import type { OpenBooks } from '../domain/ledger.js';
import type { Verdict } from '../domain/observation.js';
import { invalid } from '../domain/refusal.js';
import { Ledgers } from '../ledgers/ledgers.queries.js';
import { ImportPreviews, type PreviewLine, type ShownPreview } from '../reconciliation/import-preview.queries.js';
import { ImportRunning } from '../reconciliation/import-running.queries.js';
import { ImportRuns, type Run } from '../reconciliation/import-runs.queries.js';
import { Allow, AskedBy } from '../web/allow.js';
import type { Asker } from '../web/asker.js';
import type { Form } from '../web/form.js';
import { Desk } from './desk.js';
import { FormReading } from './form-reading.js';
import { importDone, previewLines, sourceInWords } from './import-lines.js';
import { type JudgedLine, readSaid, saidAgain } from './line-verdicts.js';
import { ImportDonePage } from './pages/import-done.js';
import { ImportPreviewPage } from './pages/import-preview.js';
import { ImportProgressPage } from './pages/import-progress.js';
import { readControl } from './pages/line-control.js';
import { pathsOf } from './pages/paths.js';
import { type Press, Pressed, askedOf } from './presses.js';

/** Who presses waits so long for the end; what takes longer is shown as it comes. */
const patienceMs = 4000;
/** So many lines a page holds, and so many are said of at once; the others wait until they are looked at, page by page. */
const mostShown = 2000;
/** How often the page of what is under way looks again by itself, in seconds. */
const looksAgainAfter = 3;

/** A file line by line: looked at, confirmed, and followed while it is brought in. Nothing records itself. */
@Controller('console/:ledger/imports/:import')
export class ImportPreviewPages {
  constructor(
    @Inject(Desk) private readonly desk: Desk,
    @Inject(ImportPreviews) private readonly previews: ImportPreviews,
    @Inject(ImportRunning) private readonly running: ImportRunning,
    @Inject(ImportRuns) private readonly runs: ImportRuns,
    @Inject(Ledgers) private readonly ledgers: Ledgers,
  ) {}

  @Get()
  @Allow('observations.import')
  async look(
    @AskedBy() asker: Asker,
    @Param('import', ParseUUIDPipe) id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    const run = await this.runs.of(asker.ledgerId, id);
    const preview = await this.previews.shown(asker.ledgerId, id, mostShown);
    if (preview.draft.totals) return this.desk.goOn(reply, pathsOf(asker.slug).importTotals(id));
    if (run?.standing.is === 'done') return this.sendDone(reply, asker, request, preview, run.standing.outcome);
    if (run?.standing.is === 'under-way') reply.header('Refresh', String(looksAgainAfter));
    this.desk.send(reply, await this.pageOf(asker, request, preview, run));
  }

  private async pageOf(asker: Asker, request: FastifyRequest, preview: ShownPreview, run: Run | undefined) {
    const standing = run?.standing;
    if (standing?.is === 'under-way' || standing?.is === 'stopped') {
      const [frame, form] = [await this.desk.frame(asker, request), this.desk.blank()];
      return <ImportProgressPage frame={frame} form={form} import={preview.draft.import} source={sourceInWords(preview)} {...standing} />;
    }
    const form = this.desk.blank(run && saidAgain(run.confirmation.verdicts));
    return this.previewPage(asker, request, preview, standing?.is === 'refused' ? { ...form, faults: standing.faults } : form);
  }

  @Post()
  @Allow('observations.import')
  async confirm(@Pressed() press: Press, @Param('import', ParseUUIDPipe) id: string, @Res() reply: FastifyReply) {
    const { asker, posted, request } = press;
    await this.desk.tried(
      reply,
      posted,
      async () => {
        const preview = await this.previews.shown(asker.ledgerId, id, mostShown);
        if (preview.draft.totals) return this.desk.goOn(reply, pathsOf(asker.slug).importTotals(id));
        const verdicts = readVerdicts(new FormReading(posted), preview, await this.ledgers.books(asker.ledgerId));
        const { unseenFrom, count } = preview;
        const confirmation = { ...askedOf(press), import: id, verdicts, ...(unseenFrom !== undefined && { unseenFrom }) };
        const { ending } = await this.running.press(confirmation, count);
        const outcome = await Promise.race([ending, sleep(patienceMs, undefined, { ref: false })]);
        if (outcome) return this.sendDone(reply, asker, request, preview, outcome);
        this.desk.goOn(reply, pathsOf(asker.slug).import(id));
      },
      async (form) => this.previewPage(asker, request, await this.previews.shown(asker.ledgerId, id, mostShown), form),
    );
  }

  /** After a crash: with what was said then, and from where it stopped. */
  @Post('go-on')
  @Allow('observations.import')
  async goOn(@AskedBy() { ledgerId, slug }: Asker, @Param('import', ParseUUIDPipe) id: string, @Res() reply: FastifyReply) {
    await this.running.goOn(ledgerId, id);
    this.desk.goOn(reply, pathsOf(slug).import(id));
  }

  private async sendDone(reply: FastifyReply, asker: Asker, request: FastifyRequest, preview: ShownPreview, outcome: ImportOutcome) {
    const frame = await this.desk.frame(asker, request);
    this.desk.send(reply, <ImportDonePage frame={frame} source={sourceInWords(preview)} {...importDone(outcome)} />);
  }

  private async previewPage(asker: Asker, request: FastifyRequest, preview: ShownPreview, form: Form) {
    const books = await this.ledgers.books(asker.ledgerId);
    return (
      <ImportPreviewPage
        frame={await this.desk.frame(asker, request)}
        form={form}
        import={preview.draft.import}
        source={sourceInWords(preview)}
        lines={previewLines(preview, books)}
        places={(request.query as { places?: string }).places === 'yes'}
        notShown={preview.count - preview.lines.length}
        refused={preview.draft.refused}
        offerings={Object.values(books.offerings)}
      />
    );
  }
}

/** Reads what was said of each line. Faults are kept by the reading, or stand at the line. */
function readVerdicts(reading: FormReading, { lines }: ShownPreview, books: OpenBooks): LineVerdict[] {
  const byNumber = new Map(lines.map((each) => [String(each.line.line), each]));
  const verdicts = reading.all('line').map((sent) => {
    const { line: number } = readControl(sent);
    const line = byNumber.get(number);
    if (!line) throw invalid('line', 'Open the preview again: what was sent does not belong to this file.');
    return { line: line.line.line, ...readSaid(reading, sent, judged(line), books, `line ${number}`) };
  });
  reading.done();
  return verdicts;
}

const judged = ({ line, alike, isHere, proposal }: PreviewLine): JudgedLine => ({
  ...line,
  alike,
  isHere,
  isSeen: isSeen(proposal.verdict),
});

const isSeen = (verdict: Verdict): boolean => verdict.becomes === 'dismissed' && verdict.reason === 'seen-elsewhere';
