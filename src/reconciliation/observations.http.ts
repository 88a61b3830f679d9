import { Controller, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Query, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Allow, AskedBy } from '../web/allow.js';
import type { Asker } from '../web/asker.js';
import { ReopenObservation } from '../domain/evidence.js';
import { money, toJson } from '../domain/money.js';
import { readId } from '../web/cursors.js';
import { PageQuery, answerPage } from '../web/paging.js';
import { RequestKey } from '../web/request-key.js';
import type { ObservationRow } from './observations.projection.js';
import { Reconciliation } from './reconciliation.queries.js';

/** Lines of the accounts' files and what became of them, for programs. Their own words stay sealed. */
@Controller('api/v1/ledgers/:ledger/observations')
export class ObservationsController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(Reconciliation) private readonly reconciliation: Reconciliation,
  ) {}

  @Get()
  @Allow('observations.view')
  async list(
    @AskedBy() { ledgerId }: Asker,
    @Query() { limit, after }: PageQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const rows = await this.reconciliation.observations(ledgerId, limit, readId(after));
    return answerPage(request, reply, rows.map(observationView), limit, ({ observation }) => [observation]);
  }

  /** Said by mistake, taken back: the line waits for review again. A line that waits already goes on waiting. */
  @Post(':observation/reopen')
  @HttpCode(200)
  @Allow('observations.match')
  async reopen(@AskedBy() asker: Asker, @RequestKey() request: string, @Param('observation', ParseUUIDPipe) observation: string) {
    const { ledgerId, actor } = asker;
    await this.commands.execute(new ReopenObservation({ ledger: ledgerId, by: actor, request, observation }));
    return observationView((await this.reconciliation.one(ledgerId, observation))!);
  }
}

/** `amount` is signed: positive came in. */
const observationView = (row: ObservationRow) => ({
  observation: row.observationId,
  account: row.accountId,
  source: row.source,
  day: row.day,
  amount: toJson(money(row.amountMinor, row.currency)),
  fee: toJson(money(row.feeMinor, row.currency)),
  method: row.method,
  reading: row.reading,
  status: row.status,
  ...(row.vouchedBy && { vouchedBy: row.vouchedBy }),
  ...(row.reason && { reason: row.reason }),
  ...(row.paymentId && { payment: row.paymentId }),
  ...(row.payoutId && { payout: row.payoutId }),
});
