import { Type } from 'class-transformer';
import { IsDefined, IsString, MaxLength, ValidateNested } from 'class-validator';
import { type Money, parseAmount, parsePositive } from '../domain/money.js';

/** `{"amount":"200.00","currency":"CAD"}`: strings only, never a float. */
export class MoneyDto {
  @MaxLength(40)
  @IsString({ message: 'Send the amount as text, like "200.00", never as a number.' })
  amount: string;

  @IsString()
  @MaxLength(20)
  currency: string;
}

/** What a foreign amount became in the ledger's currency, and who says so. */
export class SettlementDto {
  @IsDefined()
  @ValidateNested()
  @Type(() => MoneyDto)
  amount: MoneyDto;

  @IsString()
  @MaxLength(120)
  source: string;
}

export const positiveOf = (sent: MoneyDto, field: string): Money => parsePositive(sent.amount, sent.currency, field);
export const amountOf = (sent: MoneyDto, field: string): Money => parseAmount(sent.amount, sent.currency, field);
export const settlementOf = (sent: SettlementDto, field: string) => ({
  amount: positiveOf(sent.amount, `${field}.amount`),
  source: sent.source,
});
