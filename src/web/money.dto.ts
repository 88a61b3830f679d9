import { IsString, MaxLength } from 'class-validator';
import { type Money, oneAmount, parseAmount, parsePositive } from '../domain/money.js';
import { WithFields } from './with-fields.js';

/** `{"amount":"200.00","currency":"CAD"}`: strings only, never a float. */
export class MoneyDto {
  @MaxLength(40)
  @IsString({ message: ({ value }) => (Array.isArray(value) ? oneAmount : 'Send the amount as text, like "200.00", never as a number.') })
  amount: string;

  @MaxLength(20)
  @IsString({ message: 'Send one currency, as its three letters, like "CAD".' })
  currency: string;
}

/** A member that holds one amount with its currency; a list of amounts is told so, at that member. */
export const OneAmount = () =>
  WithFields(() => MoneyDto, {
    message: ({ value }) =>
      Array.isArray(value) ? oneAmount : 'Send the amount and its currency, like {"amount":"200.00","currency":"CAD"}.',
  });

/** What a foreign amount became in the ledger's currency, and who says so. */
export class SettlementDto {
  @OneAmount()
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
