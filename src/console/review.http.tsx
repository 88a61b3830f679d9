import { Body, Controller, Get, Inject, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AlikePayment } from '../domain/import.js';
import type { OpenBooks } from '../domain/ledger.js';
import { money } from '../domain/money.js';
import { ReviewObservation } from '../domain/observation.js';
import { type FieldFault, InvalidInput, Refusal } from '../domain/refusal.js';
import type { Decided } from '../event-store/event-store.js';
import { Ledgers } from '../ledgers/ledgers.queries.js';
import type { ObservationRow } from '../reconciliation/observations.projection.js';
import { Reconciliation } from '../reconciliation/reconciliation.queries.js';
import { Allow, AskedBy } from '../web/allow.js';
import type { Asker } from '../web/asker.js';
import type { Form } from '../web/form.js';
import { RequestKey } from '../web/request-key.js';
import { Desk } from './desk.js';
import { FormReading, type Posted } from './form-reading.js';
import { importDone } from './import-lines.js';
import { type JudgedLine, type SaidOfLine, isRecordable, lacksRate, numberIn, readSaid } from './line-verdicts.js';
import { ImportDonePage, ImportPreviewPage, type PreviewLine } from './pages/import-preview.js';
import { rateFields } from './pages/line-rate.js';
import { counted } from './pages/words.js';

const title = 'Lines left for another day';

/** Lines that were left out of an import, shown again until somebody says what they are. A line is named by its event's position. */
@Controller('console/:ledger/imports/review')
export class ReviewPages {
  constructor(
    @Inject(Desk) private readonly desk: Desk,
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(Ledgers) private readonly ledgers: Ledgers,
    @Inject(Reconciliation) private readonly reconciliation: Reconciliation,
  ) {}

  @Get()
  @Allow('observations.match')
  async look(@AskedBy() asker: Asker, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    this.desk.send(reply, await this.page(asker, request, this.desk.blank()));
  }

  @Post()
  @Allow('observations.match')
  async decide(
    @AskedBy() asker: Asker,
    @RequestKey() key: string,
    @Body() posted: Posted,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    await this.desk.tried(
      reply,
      posted,
      async () => {
        const waiting = await this.waiting(asker.ledgerId);
        const said = readAll(new FormReading(posted), waiting, await this.ledgers.books(asker.ledgerId));
        const decided: Decided[] = [];
        const faults: FieldFault[] = [];
        for (const [line, { verdict, settled }] of said) {
          if (verdict.becomes === 'to-review') continue;
          const asked = { ledger: asker.ledgerId, by: asker.actor, request: `${key}.${line}` };
          const review = { observation: waiting.get(line)!.row.observationId, verdict, ...(settled && { settled }) };
          try {
            decided.push(await this.commands.execute(new ReviewObservation({ ...asked, ...review })));
          } catch (error) {
            if (!(error instanceof Refusal || error instanceof InvalidInput)) throw error;
            faults.push({ field: fieldOf(line), says: error instanceof InvalidInput ? error.faults[0]!.says : error.message });
          }
        }
        if (faults.length > 0) throw new InvalidInput([...recordedSoFar(decided), ...faults]);
        const done = importDone({ events: decided.flatMap(({ events }) => events), repeated: false });
        this.desk.send(
          reply,
          <ImportDonePage frame={await this.desk.frame(asker, request)} source={title} {...done} leftOut={waiting.size - decided.length} />,
        );
      },
      (form) => this.page(asker, request, form),
    );
  }

  private async page(asker: Asker, request: FastifyRequest, form: Form) {
    const lines = [...(await this.waiting(asker.ledgerId)).values()];
    const texts = await this.reconciliation.texts(
      asker.ledgerId,
      lines.map(({ row }) => row),
    );
    const books = await this.ledgers.books(asker.ledgerId);
    return (
      <ImportPreviewPage
        frame={await this.desk.frame(asker, request)}
        form={form}
        import="review"
        source={title}
        isReview
        offerings={Object.values(books.offerings)}
        lines={lines.map((line, index) => shown(line, texts[index], books))}
      />
    );
  }

  /** By the position of their event, the number by which a line is named here. */
  private async waiting(ledger: string): Promise<ReadonlyMap<string, Waiting>> {
    const rows = await this.reconciliation.toReview(ledger);
    const alikes = await this.reconciliation.alikes(ledger, rows);
    return new Map(rows.map((row, index) => [row.position.toString(), waitingLine(row, alikes[index])]));
  }
}

interface Waiting extends JudgedLine {
  readonly row: ObservationRow;
}

const waitingLine = (row: ObservationRow, alike: AlikePayment | undefined): Waiting => ({
  row,
  reading: row.reading,
  day: row.day,
  amount: money(row.amountMinor, row.currency),
  settled: row.settled ?? undefined,
  alike,
});

const fieldOf = (line: string): string => `line-${line}`;

/** What was said of each line that still waits; of one that was settled meanwhile nothing is read. */
function readAll(reading: FormReading, waiting: ReadonlyMap<string, Waiting>, books: OpenBooks): Map<string, SaidOfLine> {
  const said = new Map<string, SaidOfLine>();
  for (const each of reading.all('line')) {
    const number = numberIn(each);
    const line = waiting.get(number);
    if (line) said.set(number, readSaid(reading, each, line, books, fieldOf(number)));
    else reading.passOver(...Object.values(rateFields(number)));
  }
  reading.done();
  return said;
}

/** One that is refused keeps no other from being recorded; what was recorded is said beside it. */
const recordedSoFar = (decided: readonly Decided[]): FieldFault[] =>
  decided.length === 0
    ? []
    : [{ field: 'form', says: `${counted(decided.length, 'line')} settled before this; they are no longer listed.` }];

function shown(line: Waiting, text: string | undefined, books: OpenBooks): PreviewLine {
  const { row, reading, day, amount, alike } = line;
  const mayRecord = isRecordable(line);
  return {
    line: Number(row.position),
    day,
    amount,
    ...(text && { text }),
    becomes: 'look',
    chosen: 'leave',
    ...(!mayRecord && { mayRecord }),
    ...(mayRecord && lacksRate(line, books) && { becameIn: books.currency }),
    ...(alike && { sameAs: alike.day }),
    why:
      reading === 'pending'
        ? 'It was not finished at its source. Bring in a later file once it is; then put this one aside.'
        : alike
          ? 'A payment of the same amount is recorded. This line may be the same money.'
          : 'It was left for another day.',
  };
}
