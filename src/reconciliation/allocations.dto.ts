import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsOptional, IsString, IsUUID, MaxLength, ValidateNested } from 'class-validator';
import { type PartSaid, mostParts } from '../domain/allocation.js';
import { type FieldFault, InvalidInput } from '../domain/refusal.js';
import { type TaxPlace, taxPlaces } from '../domain/tax-rates.js';
import { MoneyDto, OneAmount, SettlementDto, positiveOf } from '../web/money.dto.js';
import { WithFields } from '../web/with-fields.js';

/** One part of a line: a payment that it becomes, by its offering, or one that is recorded already. */
export class PartDto {
  @OneAmount()
  amount: MoneyDto;

  /** Where it is the money of a payment that is recorded already. Not together with `offering`. */
  @IsOptional()
  @IsUUID()
  payment?: string;

  /** Where it becomes a payment. */
  @IsOptional()
  @IsString()
  @MaxLength(40)
  offering?: string;

  /** Where it becomes a payment: where whoever paid lives, if the rate of its tax follows from that. */
  @IsOptional()
  @IsIn(taxPlaces)
  place?: TaxPlace;
}

export class AllocationDto {
  /** Together they are all of the line. */
  @IsArray()
  @ArrayMaxSize(mostParts)
  @ValidateNested({ each: true })
  @Type(() => PartDto)
  @ApiProperty({ type: [PartDto], maxItems: mostParts })
  parts: PartDto[];

  /** What all of a foreign line became in the ledger's currency, where its source does not say. */
  @IsOptional()
  @WithFields(() => SettlementDto)
  settled?: SettlementDto;
}

/** @throws InvalidInput naming each part that is neither, or both */
export function partsSaid(sent: readonly PartDto[]): PartSaid[] {
  const faults: FieldFault[] = [];
  const parts = sent.flatMap((part, index) => {
    const said = partSaid(part, `parts.${index}`);
    if (said) return [said];
    faults.push({
      field: `parts.${index}`,
      says: 'Send its payment, if that is recorded already, or the offering that it was for: one of both.',
    });
    return [];
  });
  if (faults.length > 0) throw new InvalidInput(faults);
  return parts;
}

function partSaid({ amount: sent, payment, offering, place }: PartDto, field: string): PartSaid | undefined {
  const amount = positiveOf(sent, `${field}.amount`);
  if ((payment === undefined) === (offering === undefined) || (payment !== undefined && place !== undefined)) return undefined;
  if (payment !== undefined) return { becomes: 'evidence', amount, payment };
  return { becomes: 'payment', amount, offering: offering!, ...(place && { place }) };
}
