import { Body, Controller, Get, HttpCode, Inject, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import { type Money, negated, parseAmount, toJson } from '../domain/money.js';
import { AssertStatement, type Seam } from '../domain/statement.js';
import type { Suspect } from '../domain/statement-check.js';
import type { Decided } from '../event-store/event-store.js';
import { Allow, AskedBy } from '../web/allow.js';
import type { Asker } from '../web/asker.js';
import { MoneyDto, OneAmount } from '../web/money.dto.js';
import { RequestKey } from '../web/request-key.js';
import { type CheckedStatement, Statements } from './statements.queries.js';

export class StatementDto {
  @IsUUID()
  account: string;

  /** The first day that it speaks of, like 2026-10-01. */
  @IsString()
  @MaxLength(10)
  from: string;

  /** The last one, like 2026-10-31. */
  @IsString()
  @MaxLength(10)
  through: string;

  /** Below zero, like “-50.00”, where the account is overdrawn. */
  @OneAmount()
  opening: MoneyDto;

  @OneAmount()
  closing: MoneyDto;
}

export class StatementsQuery {
  @IsOptional()
  @IsUUID()
  account?: string;
}

/** What accounts say of themselves, beside what their lines come to, for programs. It never makes a payment and forces nothing. */
@Controller('api/v1/ledgers/:ledger/statements')
export class StatementsController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(Statements) private readonly statements: Statements,
  ) {}

  @Get()
  @Allow('books.view')
  async list(@AskedBy() { ledgerId }: Asker, @Query() { account }: StatementsQuery) {
    return { items: (await this.statements.checked(ledgerId, account)).map(statementView) };
  }

  /** Said again it adds nothing; said otherwise of the same days it takes the place of what was said before. */
  @Post()
  @HttpCode(200)
  @Allow('accounts.manage')
  async assert(@AskedBy() asker: Asker, @RequestKey() request: string, @Body() { opening, closing, ...said }: StatementDto) {
    const { events }: Decided = await this.commands.execute(
      new AssertStatement({
        ...{ ledger: asker.ledgerId, by: asker.actor, request, ...said },
        ...{ opening: signed(opening, 'opening'), closing: signed(closing, 'closing') },
      }),
    );
    return { account: said.account, asserted: events.length };
  }
}

const signed = ({ amount, currency }: MoneyDto, field: string): Money =>
  amount.startsWith('-') ? negated(parseAmount(amount.slice(1), currency, field)) : parseAmount(amount, currency, field);

const statementView = ({ account, statement, lines, moved, difference, suspects, seams }: CheckedStatement) => ({
  ...{ account, from: statement.from, through: statement.through, lines },
  ...{ opening: toJson(statement.opening), moved: toJson(moved), closing: toJson(statement.closing), difference: toJson(difference) },
  suspects: suspects.map((suspect: Suspect) => ({ ...suspect, amount: toJson(suspect.amount) })),
  seams: seams.map(seamView),
});

function seamView(seam: Seam) {
  switch (seam.is) {
    case 'overlap':
      return { is: seam.is, from: seam.with.from, through: seam.with.through };
    case 'gap':
      return seam;
    case 'other-amount':
      return { is: seam.is, closedWith: toJson(seam.closedWith) };
  }
}
