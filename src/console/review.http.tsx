import { Body, Controller, Get, Inject, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { money } from '../domain/money.js';
import { ReviewObservation } from '../domain/observation.js';
import { type FieldFault, InvalidInput, invalid, Refusal } from '../domain/refusal.js';
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
import { ImportDonePage, ImportPreviewPage, type PreviewLine } from './pages/import-preview.js';
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
        const reading = new FormReading(posted);
        const said = reading
          .all('line')
          .map(saidOf)
          .filter(({ verdict }) => verdict !== undefined);
        reading.done();
        const waiting = new Map(
          (await this.reconciliation.toReview(asker.ledgerId)).map((row) => [row.position.toString(), row.observationId]),
        );
        const decided: Decided[] = [];
        const faults: FieldFault[] = [];
        for (const { line, verdict } of said) {
          const observation = waiting.get(line);
          if (!observation || !verdict) continue;
          const asked = { ledger: asker.ledgerId, by: asker.actor, request: `${key}.${line}` };
          try {
            decided.push(await this.commands.execute(new ReviewObservation({ ...asked, observation, verdict })));
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
    const { offerings, currency } = await this.ledgers.books(asker.ledgerId);
    return (
      <ImportPreviewPage
        frame={await this.desk.frame(asker, request)}
        form={form}
        import="review"
        source={title}
        isReview
        offerings={Object.values(offerings)}
        lines={rows.map((row, index) => lineOf(row, texts[index], currency))}
      />
    );
  }
}

/** One that is refused keeps no other from being recorded; what was recorded is said beside it. */
const recordedSoFar = (decided: readonly Decided[]): FieldFault[] =>
  decided.length === 0
    ? []
    : [{ field: 'form', says: `${counted(decided.length, 'line')} settled before this; they are no longer listed.` }];

function lineOf(row: ObservationRow, text: string | undefined, home: string): PreviewLine {
  const needsRate = row.currency !== home && !row.settled;
  return {
    line: Number(row.position),
    day: row.day,
    amount: money(row.amountMinor, row.currency),
    ...(text && { text }),
    becomes: 'look',
    chosen: 'leave',
    ...((needsRate || row.reading === 'pending' || row.amountMinor <= 0n) && { mayRecord: false }),
    why:
      row.reading === 'pending'
        ? 'It was not finished at its source. Bring in a later file once it is; then put this one aside.'
        : needsRate
          ? `Nothing says what it became in ${home}. Record it by hand with that amount, and mark this line as not a session payment.`
          : 'It was left for another day.',
  };
}

/** `4711:record:ces-50`, `4711:leave`, `4711:dismiss`. */
function saidOf(said: string): {
  line: string;
  verdict?: { becomes: 'payment'; offering: string } | { becomes: 'dismissed'; reason: 'outside-this-ledger' };
} {
  const match = /^(\d{1,15}):(?:(leave)|(dismiss)|record:([a-z0-9-]{1,40}))$/.exec(said);
  if (!match) throw invalid('line', 'Open the page again: what was sent does not belong to it.');
  const line = match[1]!;
  if (match[4]) return { line, verdict: { becomes: 'payment', offering: match[4] } };
  return match[3] ? { line, verdict: { becomes: 'dismissed', reason: 'outside-this-ledger' } } : { line };
}
