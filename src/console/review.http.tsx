import { Body, Controller, Get, Inject, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Witness } from '../domain/evidence.js';
import { nothingRecorded, withEvents } from '../domain/import-outcome.js';
import type { OpenBooks } from '../domain/ledger.js';
import { ReviewObservation } from '../domain/observation.js';
import { type FieldFault, InvalidInput, Refusal } from '../domain/refusal.js';
import type { Decided } from '../event-store/event-store.js';
import { Ledgers } from '../ledgers/ledgers.queries.js';
import { MailCounts } from '../reconciliation/mail-counts.queries.js';
import { Reconciliation } from '../reconciliation/reconciliation.queries.js';
import { type WaitingLine, WaitingLines } from '../reconciliation/waiting-lines.queries.js';
import { Allow, AskedBy } from '../web/allow.js';
import type { Asker } from '../web/asker.js';
import type { Form } from '../web/form.js';
import { RequestKey } from '../web/request-key.js';
import { Desk } from './desk.js';
import { FormReading, type Posted } from './form-reading.js';
import { importDone } from './import-lines.js';
import { type JudgedLine, type SaidOfLine, readSaid } from './line-verdicts.js';
import { ImportDonePage } from './pages/import-done.js';
import { ImportPreviewPage } from './pages/import-preview.js';
import { readControl } from './pages/line-control.js';
import { placeField } from './pages/line-place.js';
import { rateFields } from './pages/line-rate.js';
import { pathsOf } from './pages/paths.js';
import { MailCountsList } from './pages/mail-counts.js';
import { counted } from './pages/words.js';
import { waitingLine } from './waiting-line.js';

/** Two lists of lines that wait: what earlier files left behind, and what came by mail. */
type List = 'review' | 'mails';
const kindOf: Readonly<Record<List, Witness>> = { review: 'file', mails: 'mail' };
const titles: Readonly<Record<List, string>> = { review: 'Lines left for another day', mails: 'Mails from Interac' };

/** What waits is shown again until somebody says what it is; nothing records itself. A line is named by its event's position. */
@Controller('console/:ledger/imports')
export class ReviewPages {
  constructor(
    @Inject(Desk) private readonly desk: Desk,
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(Ledgers) private readonly ledgers: Ledgers,
    @Inject(MailCounts) private readonly mailCounts: MailCounts,
    @Inject(Reconciliation) private readonly reconciliation: Reconciliation,
    @Inject(WaitingLines) private readonly lines: WaitingLines,
  ) {}

  @Get('review')
  @Allow('observations.match')
  async look(@AskedBy() asker: Asker, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    this.desk.send(reply, await this.page('review', asker, request, this.desk.blank()));
  }

  @Get('mails')
  @Allow('observations.match')
  async lookAtMails(@AskedBy() asker: Asker, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    this.desk.send(reply, await this.page('mails', asker, request, this.desk.blank()));
  }

  @Post('review')
  @Allow('observations.match')
  async decide(
    @AskedBy() asker: Asker,
    @RequestKey() key: string,
    @Body() posted: Posted,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    await this.settle('review', asker, key, posted, request, reply);
  }

  @Post('mails')
  @Allow('observations.match')
  async decideMails(
    @AskedBy() asker: Asker,
    @RequestKey() key: string,
    @Body() posted: Posted,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    await this.settle('mails', asker, key, posted, request, reply);
  }

  private async settle(list: List, asker: Asker, key: string, posted: Posted, request: FastifyRequest, reply: FastifyReply) {
    await this.desk.tried(
      reply,
      posted,
      async () => {
        const reading = new FormReading(posted);
        const waiting = await this.named(list, asker, reading.all('line'));
        const said = readAll(reading, waiting, await this.ledgers.books(asker.ledgerId));
        const decided = await this.record(asker, key, said, waiting);
        const several = [...said].find(([, { holdsSeveral }]) => holdsSeveral)?.[0];
        if (several) return this.desk.goOn(reply, pathsOf(asker.slug).lineParts(waiting.get(several)!.observation));
        const done = importDone(decided.reduce((outcome, { events }) => withEvents(outcome, events), nothingRecorded));
        const frame = await this.desk.frame(asker, request);
        this.desk.send(reply, <ImportDonePage frame={frame} source={titles[list]} {...done} leftOut={waiting.size - decided.length} />);
      },
      (form) => this.page(list, asker, request, form),
    );
  }

  /** One that is refused keeps no other from being recorded. */
  private async record(
    { ledgerId, actor }: Asker,
    key: string,
    said: ReadonlyMap<string, SaidOfLine>,
    waiting: ReadonlyMap<string, WaitingLine>,
  ): Promise<Decided[]> {
    const decided: Decided[] = [];
    const faults: FieldFault[] = [];
    for (const [line, { verdict, settled }] of said) {
      if (verdict.becomes === 'to-review') continue;
      const asked = { ledger: ledgerId, by: actor, request: `${key}.${line}` };
      const review = { observation: waiting.get(line)!.observation, verdict, ...(settled && { settled }) };
      try {
        decided.push(await this.commands.execute(new ReviewObservation({ ...asked, ...review })));
      } catch (error) {
        if (!(error instanceof Refusal || error instanceof InvalidInput)) throw error;
        faults.push({ field: fieldOf(line), says: error instanceof InvalidInput ? error.faults[0]!.says : error.message });
      }
    }
    if (faults.length > 0) throw new InvalidInput([...recordedSoFar(decided), ...faults]);
    return decided;
  }

  /** The lines of which something was said, by their number. */
  private async named(list: List, { ledgerId }: Asker, sent: readonly string[]): Promise<ReadonlyMap<string, WaitingLine>> {
    const numbers = sent.map((each) => BigInt(readControl(each).line));
    const lines = await this.lines.named(ledgerId, kindOf[list], numbers);
    return new Map(lines.map((each) => [each.line.line.toString(), each]));
  }

  private async page(list: List, asker: Asker, request: FastifyRequest, form: Form) {
    const books = await this.ledgers.books(asker.ledgerId);
    const lines = await this.lines.of(asker.ledgerId, kindOf[list]);
    const all = await this.reconciliation.countToReview(asker.ledgerId);
    return (
      <ImportPreviewPage
        frame={await this.desk.frame(asker, request)}
        form={form}
        import={list}
        source={titles[list]}
        isReview
        offerings={Object.values(books.offerings)}
        lines={lines.map((each) => waitingLine(each, books))}
        places={asksForPlaces(request)}
        notShown={all[kindOf[list]] - lines.length}
      >
        {list === 'mails' && <MailCountsList counts={await this.mailCounts.lately(asker.ledgerId)} />}
      </ImportPreviewPage>
    );
  }
}

const asksForPlaces = ({ query }: FastifyRequest): boolean => (query as { places?: string }).places === 'yes';

const judged = ({ line, alike, seen }: WaitingLine): JudgedLine => ({ ...line, alike, isSeen: seen !== undefined });

const fieldOf = (line: string): string => `line-${line}`;

/** What was said of each line that still waits; of one that was settled meanwhile nothing is read. */
function readAll(reading: FormReading, waiting: ReadonlyMap<string, WaitingLine>, books: OpenBooks): Map<string, SaidOfLine> {
  const said = new Map<string, SaidOfLine>();
  for (const each of reading.all('line')) {
    const { line: number } = readControl(each);
    const line = waiting.get(number);
    if (line) said.set(number, readSaid(reading, each, judged(line), books, fieldOf(number)));
    else reading.passOver(placeField(number), ...Object.values(rateFields(number)));
  }
  reading.done();
  return said;
}

/** What was recorded is said beside what was refused. */
const recordedSoFar = (decided: readonly Decided[]): FieldFault[] =>
  decided.length === 0
    ? []
    : [{ field: 'form', says: `${counted(decided.length, 'line')} settled before this; they are no longer listed.` }];
