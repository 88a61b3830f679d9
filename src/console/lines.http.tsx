import { Controller, Get, Inject, Param, ParseUUIDPipe, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { dayOf } from '../domain/calendar.js';
import { ReopenObservation } from '../domain/evidence.js';
import { money } from '../domain/money.js';
import { Terms } from '../event-store/ledger-terms.js';
import type { PaymentRow } from '../payments/payments.projection.js';
import { Payments } from '../payments/payments.queries.js';
import type { ObservationPartRow, ObservationRow } from '../reconciliation/observations.projection.js';
import { Reconciliation } from '../reconciliation/reconciliation.queries.js';
import { Allow, AskedBy } from '../web/allow.js';
import type { Asker } from '../web/asker.js';
import { readId } from '../web/cursors.js';
import type { Form } from '../web/form.js';
import { cursorOf } from '../web/paging.js';
import { Desk } from './desk.js';
import { type PaymentOfLine, type SettledLine, SettledLinesPage } from './pages/lines.js';
import { pathsOf } from './pages/paths.js';
import { type Press, Pressed, Presses, askedOf } from './presses.js';

const pageSize = 50;

type Shown = 'matched' | 'dismissed';

/** Lines of which something was said, and the way back from what was said by mistake. */
@Controller('console/:ledger/imports/lines')
export class LinesPages {
  constructor(
    @Inject(Desk) private readonly desk: Desk,
    @Inject(Presses) private readonly presses: Presses,
    @Inject(Payments) private readonly payments: Payments,
    @Inject(Reconciliation) private readonly reconciliation: Reconciliation,
    @Inject(Terms) private readonly terms: Terms,
  ) {}

  @Get()
  @Allow('observations.match')
  async list(
    @AskedBy() asker: Asker,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Query('that') that?: string,
    @Query('after') after?: string,
  ) {
    this.desk.send(reply, await this.page(asker, request, this.desk.blank(), that === 'dismissed' ? 'dismissed' : 'matched', after));
  }

  /** Where a browser stands after a refusal: back to the list. */
  @Get(':observation/reopen')
  @Allow('observations.match')
  back(@AskedBy() asker: Asker, @Res() reply: FastifyReply) {
    this.desk.goOn(reply, pathsOf(asker.slug).lines);
  }

  /** A refusal stands on the list in which the line is, as it is by then. */
  @Post(':observation/reopen')
  @Allow('observations.match')
  reopen(@Pressed() press: Press, @Param('observation', ParseUUIDPipe) observation: string, @Res() reply: FastifyReply) {
    return this.presses.act(press, reply, {
      read: () => new ReopenObservation({ ...askedOf(press), observation }),
      leadsTo: pathsOf(press.asker.slug).review,
      done: 'reopened',
      again: (form) => this.page(press.asker, press.request, form, 'matched'),
    });
  }

  private async page(asker: Asker, request: FastifyRequest, form: Form, shown: Shown, after?: string) {
    const { ledgerId, slug } = asker;
    const rows = await this.reconciliation.settled(ledgerId, shown, pageSize, readId(after));
    const last = rows.at(-1);
    const isFull = rows.length === pageSize;
    return (
      <SettledLinesPage
        frame={await this.desk.frame(asker, request)}
        form={form}
        shown={shown}
        lines={await this.lines(ledgerId, rows)}
        older={last && isFull ? `${pathsOf(slug).linesThat(shown)}&after=${cursorOf([last.observationId])}` : undefined}
      />
    );
  }

  private async lines(ledger: string, rows: readonly ObservationRow[]): Promise<SettledLine[]> {
    const { zone } = await this.terms.of(ledger);
    const texts = await this.reconciliation.texts(ledger, rows);
    const parts = await this.reconciliation.parts(
      ledger,
      rows.map(({ observationId }) => observationId),
    );
    const named = [...rows.flatMap(({ paymentId }) => paymentId ?? []), ...[...parts.values()].flat().map(({ paymentId }) => paymentId)];
    const payments = new Map((await this.payments.named(ledger, named)).map((row) => [row.paymentId, row]));
    return rows.map((row, index) => lineOf(row, texts[index], paymentsOf(row, parts.get(row.observationId), payments, zone)));
  }
}

function lineOf(row: ObservationRow, text: string | undefined, payments: readonly PaymentOfLine[]): SettledLine {
  const { observationId: observation, day } = row;
  return {
    observation,
    day,
    amount: money(row.amountMinor, row.currency),
    ...(text && { text }),
    ...(row.vouchedBy && { vouchedBy: row.vouchedBy }),
    payments,
  };
}

function paymentsOf(
  { observationId, paymentId, currency }: ObservationRow,
  parts: readonly ObservationPartRow[] | undefined,
  payments: ReadonlyMap<string, PaymentRow>,
  zone: string,
): PaymentOfLine[] {
  const named = parts ?? (paymentId ? [{ paymentId, amountMinor: undefined }] : []);
  return named.flatMap(({ paymentId: payment, amountMinor: part }) => {
    const row = payments.get(payment);
    if (!row) return [];
    const how = howOf(observationId, row);
    return [{ payment, day: dayOf(row.receivedAt, zone), how, ...(part !== undefined && { part: money(part, currency) }) }];
  });
}

function howOf(observation: string, { observationId, status }: PaymentRow): 'is' | 'speaks' | 'was' {
  if (observationId !== observation) return 'speaks';
  return status === 'voided' ? 'was' : 'is';
}
