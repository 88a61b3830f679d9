import { Body, Controller, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Query, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Allow, AskedBy } from '../web/allow.js';
import type { Asker } from '../web/asker.js';
import { AllocateObservation } from '../domain/allocation.js';
import { ReopenObservation } from '../domain/evidence.js';
import { money, toJson } from '../domain/money.js';
import { readId } from '../web/cursors.js';
import { PageQuery, answerPage } from '../web/paging.js';
import { RequestKey } from '../web/request-key.js';
import { settlementOf } from '../web/money.dto.js';
import { AllocationDto, partsSaid } from './allocations.dto.js';
import type { ObservationPartRow, ObservationRow } from './observations.projection.js';
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
    return answerPage(request, reply, await this.views(ledgerId, rows), limit, ({ observation }) => [observation]);
  }

  /** Said by mistake, taken back: the line waits for review again. A line that waits already goes on waiting. */
  @Post(':observation/reopen')
  @HttpCode(200)
  @Allow('observations.match')
  async reopen(@AskedBy() asker: Asker, @RequestKey() request: string, @Param('observation', ParseUUIDPipe) observation: string) {
    const { ledgerId, actor } = asker;
    await this.commands.execute(new ReopenObservation({ ledger: ledgerId, by: actor, request, observation }));
    return this.view(ledgerId, observation);
  }

  /** Of which payments a line that waits is the money: several, each with its part, or one, of which it is a part. */
  @Post(':observation/allocate')
  @HttpCode(200)
  @Allow('observations.match')
  async allocate(
    @AskedBy() { ledgerId, actor }: Asker,
    @RequestKey() request: string,
    @Param('observation', ParseUUIDPipe) observation: string,
    @Body() sent: AllocationDto,
  ) {
    const said = { parts: partsSaid(sent.parts), ...(sent.settled && { settled: settlementOf(sent.settled, 'settled') }) };
    await this.commands.execute(new AllocateObservation({ ledger: ledgerId, by: actor, request, observation, ...said }));
    return this.view(ledgerId, observation);
  }

  private async view(ledger: string, observation: string) {
    return (await this.views(ledger, [(await this.reconciliation.one(ledger, observation))!]))[0]!;
  }

  private async views(ledger: string, rows: readonly ObservationRow[]) {
    const parts = await this.reconciliation.parts(
      ledger,
      rows.map(({ observationId }) => observationId),
    );
    return rows.map((row) => observationView(row, parts.get(row.observationId)));
  }
}

/** `amount` is signed: positive came in. */
const observationView = (row: ObservationRow, parts: readonly ObservationPartRow[] | undefined) => ({
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
  ...(parts && {
    parts: parts.map(({ paymentId, amountMinor }) => ({ payment: paymentId, amount: toJson(money(amountMinor, row.currency)) })),
  }),
  ...(row.payoutId && { payout: row.payoutId }),
});
