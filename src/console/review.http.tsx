import { Body, Controller, Get, Inject, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ReviewObservation } from '../domain/observation.js';
import { type FieldFault, InvalidInput, Refusal } from '../domain/refusal.js';
import type { Decided } from '../event-store/event-store.js';
import { Ledgers } from '../ledgers/ledgers.queries.js';
import { Reconciliation } from '../reconciliation/reconciliation.queries.js';
import { ReviewProposals } from '../reconciliation/review-proposals.queries.js';
import { Allow, AskedBy } from '../web/allow.js';
import type { Asker } from '../web/asker.js';
import type { Form } from '../web/form.js';
import { RequestKey } from '../web/request-key.js';
import { Desk } from './desk.js';
import { FormReading, type Posted } from './form-reading.js';
import { importDone } from './import-lines.js';
import { ImportDonePage, ImportPreviewPage } from './pages/import-preview.js';
import { counted } from './pages/words.js';
import { reviewLine, saidOf, verdictFor } from './review-lines.js';

const title = 'Lines left for another day';

/** Lines that were left out of an import, shown again until somebody says what they are. A line is named by its event's position. */
@Controller('console/:ledger/imports/review')
export class ReviewPages {
  constructor(
    @Inject(Desk) private readonly desk: Desk,
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(Ledgers) private readonly ledgers: Ledgers,
    @Inject(Reconciliation) private readonly reconciliation: Reconciliation,
    @Inject(ReviewProposals) private readonly proposals: ReviewProposals,
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
        const reading = new FormReading(posted);
        const said = reading.all('line').map(saidOf);
        reading.done();
        const rows = await this.reconciliation.toReview(asker.ledgerId);
        const proposals = await this.proposals.of(asker.ledgerId, rows);
        const waiting = new Map(rows.map((row, index) => [row.position.toString(), { row, proposed: proposals[index]! }]));
        const decided: Decided[] = [];
        const faults: FieldFault[] = [];
        for (const { line, becomes } of said) {
          const found = waiting.get(line);
          if (!found || becomes === 'leave') continue;
          const asked = { ledger: asker.ledgerId, by: asker.actor, request: `${key}.${line}`, observation: found.row.observationId };
          try {
            decided.push(await this.commands.execute(new ReviewObservation({ ...asked, verdict: verdictFor(becomes, found.proposed) })));
          } catch (error) {
            if (!(error instanceof Refusal || error instanceof InvalidInput)) throw error;
            faults.push({ field: 'form', says: error.message });
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
    const rows = await this.reconciliation.toReview(asker.ledgerId);
    const texts = await this.reconciliation.texts(asker.ledgerId, rows);
    const proposals = await this.proposals.of(asker.ledgerId, rows);
    const { offerings, currency } = await this.ledgers.books(asker.ledgerId);
    return (
      <ImportPreviewPage
        frame={await this.desk.frame(asker, request)}
        form={form}
        import="review"
        source={title}
        isReview
        offerings={Object.values(offerings)}
        lines={rows.map((row, index) => reviewLine(row, texts[index], proposals[index]!, currency))}
      />
    );
  }
}

/** One that is refused keeps no other from being recorded; what was recorded is said beside it. */
const recordedSoFar = (decided: readonly Decided[]): FieldFault[] =>
  decided.length === 0
    ? []
    : [{ field: 'form', says: `${counted(decided.length, 'line')} settled before this; they are no longer listed.` }];
