import { Body, Controller, Get, Inject, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type ObservationReview, ReviewObservation } from '../domain/observation.js';
import { type FieldFault, InvalidInput, invalid, Refusal } from '../domain/refusal.js';
import type { Decided } from '../event-store/event-store.js';
import { Ledgers } from '../ledgers/ledgers.queries.js';
import { MailCounts } from '../reconciliation/mail-counts.queries.js';
import { type WaitingLine, WaitingLines } from '../reconciliation/waiting-lines.queries.js';
import { Allow, AskedBy } from '../web/allow.js';
import type { Asker } from '../web/asker.js';
import type { Form } from '../web/form.js';
import { RequestKey } from '../web/request-key.js';
import { Desk } from './desk.js';
import { FormReading, type Posted } from './form-reading.js';
import { importDone } from './import-lines.js';
import { ImportDonePage, ImportPreviewPage } from './pages/import-preview.js';
import { MailCountsList } from './pages/mail-counts.js';
import { counted } from './pages/words.js';
import { waitingLine } from './waiting-line.js';

/** Two lists of lines that wait: what earlier files left behind, and what came by mail. */
type List = 'review' | 'mails';
const titles: Readonly<Record<List, string>> = { review: 'Lines left for another day', mails: 'Mails from Interac' };

/** What waits is shown again until somebody says what it is; nothing records itself. A line is named by its event's position. */
@Controller('console/:ledger/imports')
export class ReviewPages {
  constructor(
    @Inject(Desk) private readonly desk: Desk,
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(Ledgers) private readonly ledgers: Ledgers,
    @Inject(MailCounts) private readonly mailCounts: MailCounts,
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
        const said = reading.all('line');
        reading.done();
        const waiting = await this.waiting(list, asker);
        const decided = await this.record(asker, key, saidOf(said, waiting));
        const done = importDone({ events: decided.flatMap(({ events }) => events), repeated: false });
        const frame = await this.desk.frame(asker, request);
        this.desk.send(reply, <ImportDonePage frame={frame} source={titles[list]} {...done} leftOut={waiting.length - decided.length} />);
      },
      (form) => this.page(list, asker, request, form),
    );
  }

  /** One that is refused keeps no other from being recorded. */
  private async record({ ledgerId, actor }: Asker, key: string, said: readonly Said[]): Promise<Decided[]> {
    const decided: Decided[] = [];
    const faults: FieldFault[] = [];
    for (const { line, observation, verdict } of said) {
      const asked = { ledger: ledgerId, by: actor, request: `${key}.${line}` };
      try {
        decided.push(await this.commands.execute(new ReviewObservation({ ...asked, observation, verdict })));
      } catch (error) {
        if (!(error instanceof Refusal || error instanceof InvalidInput)) throw error;
        faults.push({ field: 'form', says: error.message });
      }
    }
    if (faults.length > 0) throw new InvalidInput([...recordedSoFar(decided), ...faults]);
    return decided;
  }

  private waiting(list: List, { ledgerId }: Asker): Promise<WaitingLine[]> {
    return this.lines.of(ledgerId, list === 'mails' ? 'mail' : 'file');
  }

  private async page(list: List, asker: Asker, request: FastifyRequest, form: Form) {
    const books = await this.ledgers.books(asker.ledgerId);
    return (
      <ImportPreviewPage
        frame={await this.desk.frame(asker, request)}
        form={form}
        import={list}
        source={titles[list]}
        isReview
        offerings={Object.values(books.offerings)}
        lines={(await this.waiting(list, asker)).map((each) => waitingLine(each, books))}
      >
        {list === 'mails' && <MailCountsList counts={await this.mailCounts.lately(asker.ledgerId)} />}
      </ImportPreviewPage>
    );
  }
}

/** What was recorded is said beside what was refused. */
const recordedSoFar = (decided: readonly Decided[]): FieldFault[] =>
  decided.length === 0
    ? []
    : [{ field: 'form', says: `${counted(decided.length, 'line')} settled before this; they are no longer listed.` }];

interface Said {
  readonly line: number;
  readonly observation: string;
  readonly verdict: ObservationReview['verdict'];
}

/** `4711:record:ces-50`, `4711:same`, `4711:leave`, `4711:dismiss`; a line that was settled meanwhile is passed over. */
function saidOf(said: readonly string[], waiting: readonly WaitingLine[]): Said[] {
  return said.flatMap((each) => {
    const match = /^(\d{1,15}):(leave|same|dismiss|record:([a-z0-9-]{1,40}))$/.exec(each);
    if (!match) throw invalid('line', 'Open the page again: what was sent does not belong to it.');
    const found = waiting.find(({ line }) => line.line === Number(match[1]));
    if (!found || match[2] === 'leave') return [];
    const { observation, alike } = found;
    const verdict = verdictOf(match[2]!, match[3], alike?.payment);
    return [{ line: found.line.line, observation, verdict }];
  });
}

function verdictOf(word: string, offering: string | undefined, payment: string | undefined): ObservationReview['verdict'] {
  if (offering) return { becomes: 'payment', offering };
  if (word === 'dismiss') return { becomes: 'dismissed', reason: 'outside-this-ledger' };
  if (!payment) throw invalid('line', 'No recorded payment looks the same any more. Choose again.');
  return { becomes: 'evidence', payment };
}
