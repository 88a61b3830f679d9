import { Body, Controller, Get, HttpCode, Inject, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { StateDayTotals, WithdrawDayTotal, mostTotals } from '../domain/day-total.js';
import type { DayDifference, Told } from '../domain/day-totals-compared.js';
import { type Money, negated, parseAmount, toJson } from '../domain/money.js';
import { type Method, methods } from '../domain/payment.js';
import type { Decided } from '../event-store/event-store.js';
import { Allow, AskedBy } from '../web/allow.js';
import type { Asker } from '../web/asker.js';
import { MoneyDto, OneAmount } from '../web/money.dto.js';
import { RequestKey } from '../web/request-key.js';
import { type AccountComparison, DayTotals } from './day-totals.queries.js';

export class DayTotalDto {
  /** Like 2026-10-04. */
  @IsString()
  @MaxLength(10)
  day: string;

  @IsIn(methods)
  method: Method;

  /** Below zero, like “-50.00”, on a day on which more went back than came in. */
  @OneAmount()
  amount: MoneyDto;

  /** How many payments, where the booking program says so. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(100_000)
  count?: number;
}

export class DayTotalsDto {
  @IsUUID()
  account: string;

  @IsArray()
  @ArrayMaxSize(mostTotals)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => DayTotalDto)
  @ApiProperty({ type: [DayTotalDto], maxItems: mostTotals })
  totals: DayTotalDto[];
}

export class WithdrawalDto {
  @IsUUID()
  account: string;

  @Matches(/^\d{4}-\d{2}-\d{2}$/, { message: 'Write the day like 2026-10-04.' })
  day: string;

  @IsIn(methods)
  method: Method;

  @IsString()
  @MaxLength(3)
  currency: string;
}

export class ComparedQuery {
  @IsOptional()
  @Matches(/^\d{4}-(?:0[1-9]|1[0-2])$/, { message: 'Write the month like 2026-10.' })
  month?: string;
}

/** What a booking program like Jane says came in, beside what the ledger has, for programs. It never makes a payment. */
@Controller('api/v1/ledgers/:ledger/totals')
export class DayTotalsController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(DayTotals) private readonly totals: DayTotals,
  ) {}

  @Get()
  @Allow('books.view')
  async compare(@AskedBy() { ledgerId }: Asker, @Query() { month }: ComparedQuery) {
    return { items: (await this.totals.compared(ledgerId, month)).map(comparisonView) };
  }

  /** Said again it adds nothing; said otherwise it takes the place of what was said before. */
  @Post()
  @HttpCode(200)
  @Allow('observations.import')
  async state(@AskedBy() asker: Asker, @RequestKey() request: string, @Body() { account, totals }: DayTotalsDto) {
    const read = totals.map(({ amount, ...total }, index) => ({
      ...total,
      amount: signed(amount, `totals.${index}.amount`),
    }));
    const { events }: Decided = await this.commands.execute(
      new StateDayTotals({ ledger: asker.ledgerId, by: asker.actor, request, account, totals: read }),
    );
    return { account, stated: events.length };
  }

  /** Of one that was read wrongly, or that the program does not say any more. */
  @Post('withdraw')
  @HttpCode(200)
  @Allow('observations.match')
  async withdraw(@AskedBy() asker: Asker, @RequestKey() request: string, @Body() place: WithdrawalDto) {
    const { events }: Decided = await this.commands.execute(
      new WithdrawDayTotal({ ledger: asker.ledgerId, by: asker.actor, request, ...place }),
    );
    return { account: place.account, withdrawn: events.length };
  }
}

const signed = ({ amount, currency }: MoneyDto, field: string): Money =>
  amount.startsWith('-') ? negated(parseAmount(amount.slice(1), currency, field)) : parseAmount(amount, currency, field);

const told = ({ amount, count }: Told) => ({ amount: toJson(amount), ...(count !== undefined && { count }) });

const comparisonView = ({ account, month, method, said, ledger, isSame, days }: AccountComparison) => ({
  account,
  month,
  method,
  said: told(said),
  ledger: told(ledger),
  isSame,
  days: days.map((each: DayDifference) => ({ day: each.day, said: told(each.said), ledger: told(each.ledger) })),
});
