import { Controller, Get, Inject, Param, ParseUUIDPipe, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AllocateObservation, mostParts, onlySum } from '../domain/allocation.js';
import { dayOf } from '../domain/calendar.js';
import { money } from '../domain/money.js';
import { Refusal } from '../domain/refusal.js';
import { Ledgers } from '../ledgers/ledgers.queries.js';
import type { ObservationRow } from '../reconciliation/observations.projection.js';
import { Reconciliation } from '../reconciliation/reconciliation.queries.js';
import { UnwitnessedPayments } from '../reconciliation/unwitnessed-payments.queries.js';
import { Allow, AskedBy } from '../web/allow.js';
import type { Asker } from '../web/asker.js';
import type { Form } from '../web/form.js';
import { Desk } from './desk.js';
import { atTheirRows, readParts, rowsIn } from './line-parts-form.js';
import { lacksRate } from './line-verdicts.js';
import { LinePartsPage } from './pages/line-parts.js';
import { pathsOf } from './pages/paths.js';
import { type Press, Pressed, Presses, askedOf } from './presses.js';

const rowsAtFirst = 4;

/** A line that waits, and the several payments that it holds, or the one of which it is a part. */
@Controller('console/:ledger/imports/lines/:observation/parts')
export class LinePartsPages {
  constructor(
    @Inject(Desk) private readonly desk: Desk,
    @Inject(Presses) private readonly presses: Presses,
    @Inject(Ledgers) private readonly ledgers: Ledgers,
    @Inject(Reconciliation) private readonly reconciliation: Reconciliation,
    @Inject(UnwitnessedPayments) private readonly payments: UnwitnessedPayments,
  ) {}

  @Get()
  @Allow('observations.match')
  async look(
    @AskedBy() asker: Asker,
    @Param('observation', ParseUUIDPipe) observation: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Query('rows') rows?: string,
  ) {
    const row = await this.line(asker, observation);
    if (row.status !== 'to-review') return this.desk.goOn(reply, pathsOf(asker.slug).review);
    this.desk.send(reply, await this.page(asker, request, row, this.desk.blank(), Number(rows)));
  }

  @Post()
  @Allow('observations.match')
  async allocate(@Pressed() press: Press, @Param('observation', ParseUUIDPipe) observation: string, @Res() reply: FastifyReply) {
    const row = await this.line(press.asker, observation);
    await this.presses.act(press, reply, {
      read: (reading) => new AllocateObservation({ ...askedOf(press), observation, ...readParts(reading, press.posted) }),
      leadsTo: pathsOf(press.asker.slug).review,
      done: 'allocated',
      again: (form) => this.page(press.asker, press.request, row, atTheirRows(form), rowsIn(form)),
    });
  }

  private async line({ ledgerId }: Asker, observation: string): Promise<ObservationRow> {
    const row = await this.reconciliation.one(ledgerId, observation);
    if (!row) throw new Refusal('observation/unknown', 'There is no such line in this ledger.');
    return row;
  }

  private async page(asker: Asker, request: FastifyRequest, row: ObservationRow, form: Form, asked: number) {
    const books = await this.ledgers.books(asker.ledgerId);
    const waiting = await this.payments.near(asker.ledgerId, row);
    const [text] = await this.reconciliation.texts(asker.ledgerId, [row]);
    const amount = money(row.amountMinor, row.currency);
    const isBlank = Object.keys(form.typed).length === 0;
    const proposed = isBlank ? onlySum(amount, waiting) : undefined;
    const asksForRate = lacksRate({ ...row, amount, settled: row.settled ?? undefined }, books);
    return (
      <LinePartsPage
        frame={await this.desk.frame(asker, request)}
        form={form}
        line={{ observation: row.observationId, day: row.day, amount, ...(text && { text }) }}
        offerings={Object.values(books.offerings)}
        payments={waiting.map(({ receivedAt, offering, ...each }) => ({
          ...each,
          day: dayOf(receivedAt, books.zone),
          offering: books.offerings[offering]?.name ?? offering,
        }))}
        {...(proposed && { proposed })}
        rows={rowsShown(asked, proposed?.length)}
        {...(asksForRate && { becameIn: books.currency })}
      />
    );
  }
}

/** At least what is proposed, and a few. */
const rowsShown = (asked: number, proposed = 0): number =>
  Math.min(Math.max(Number.isInteger(asked) ? asked : 0, rowsAtFirst, proposed), mostParts);
