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
  Max,
  MaxLength,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import type { LineVerdict } from '../domain/import.js';
import type { Verdict } from '../domain/observation.js';
import { InvalidInput } from '../domain/refusal.js';
import { type TaxPlace, taxPlaces } from '../domain/tax-rates.js';
import { SettlementDto, settlementOf } from '../web/money.dto.js';
import { WithFields } from '../web/with-fields.js';

const reasons = ['outside-this-ledger', 'not-income', 'seen-elsewhere'] as const;

/** What the person says of one line. Lines not named become what is proposed; none is matched with a payment that nobody named. */
export class VerdictDto {
  /** The line's number in the file, as in the preview. */
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  line: number;

  @IsIn(['payment', 'evidence', 'dismissed', 'to-review'])
  becomes: Verdict['becomes'];

  /** Where it becomes a payment. */
  @ValidateIf(({ becomes }: VerdictDto) => becomes === 'payment')
  @IsString()
  @MaxLength(40)
  offering?: string;

  /** Where it becomes a payment: where whoever paid lives, if the rate of its tax follows from that. */
  @IsOptional()
  @IsIn(taxPlaces)
  place?: TaxPlace;

  /** Where it is evidence for a payment that is recorded already. */
  @ValidateIf(({ becomes }: VerdictDto) => becomes === 'evidence')
  @IsUUID()
  payment?: string;

  /** Where it is dismissed. */
  @ValidateIf(({ becomes }: VerdictDto) => becomes === 'dismissed')
  @IsIn(reasons)
  reason?: (typeof reasons)[number];

  /** What a foreign payment became in the ledger's currency, where the file does not say. */
  @IsOptional()
  @WithFields(() => SettlementDto)
  settled?: SettlementDto;
}

export class ConfirmationDto {
  @IsArray()
  @ArrayMaxSize(5000)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => VerdictDto)
  @ApiProperty({ type: [VerdictDto], maxItems: 5000 })
  verdicts: VerdictDto[];
}

/** @param lines numbers of the lines that the preview has @throws InvalidInput for a line it has not, or one that is judged twice */
export function verdictsOf(sent: readonly VerdictDto[], lines: ReadonlySet<number>): LineVerdict[] {
  const judged = new Set<number>();
  const faults = sent.flatMap(({ line }, index) => {
    const says = !lines.has(line)
      ? `The file has no line ${line}.`
      : judged.has(line)
        ? `Line ${line} is judged twice. Send it once.`
        : undefined;
    judged.add(line);
    return says ? [{ field: `verdicts.${index}.line`, says }] : [];
  });
  if (faults.length > 0) throw new InvalidInput(faults);
  return sent.map((each, index) => ({
    line: each.line,
    verdict: verdictOf(each),
    ...(each.settled && { settled: settlementOf(each.settled, `verdicts.${index}.settled`) }),
  }));
}

function verdictOf({ becomes, offering, place, payment, reason }: VerdictDto): Verdict {
  switch (becomes) {
    case 'payment':
      return { becomes, offering: offering!, ...(place && { place }) };
    case 'evidence':
      return { becomes, payment: payment! };
    case 'dismissed':
      return { becomes, reason: reason! };
    case 'to-review':
      return { becomes };
  }
}
