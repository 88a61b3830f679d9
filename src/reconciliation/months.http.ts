import { Controller, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Allow, AskedBy } from '../web/allow.js';
import type { Asker } from '../web/asker.js';
import { CloseMonth } from '../domain/month.js';
import { RequestKey } from '../web/request-key.js';
import { Reconciliation } from './reconciliation.queries.js';

/** Months that are closed and never change again, for programs. */
@Controller('api/v1/ledgers/:ledger/months')
export class MonthsController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(Reconciliation) private readonly reconciliation: Reconciliation,
  ) {}

  /** Newest first. Every later month is open. */
  @Get()
  @Allow('books.view')
  async list(@AskedBy() { ledgerId }: Asker) {
    const rows = await this.reconciliation.closedMonths(ledgerId);
    return { items: rows.map(({ month, closedAt, position }) => ({ month, status: 'closed', closedAt, position: position.toString() })) };
  }

  @Post(':month/close')
  @HttpCode(200)
  @Allow('months.close')
  async close(@AskedBy() asker: Asker, @RequestKey() request: string, @Param('month') month: string) {
    await this.commands.execute(new CloseMonth({ ledger: asker.ledgerId, by: asker.actor, request, month }));
    return { month, status: 'closed' };
  }
}
