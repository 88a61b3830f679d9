import { ApiProperty } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  Equals,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import {
  type ColumnMapping,
  type ColumnRole,
  type DayOrder,
  amountSigns,
  columnRoles,
  dayOrders,
  decimalMarks,
  mostMappedColumns,
} from '../domain/mapping.js';

/** What the columns of an account's files are. */
export class MappingDto {
  @IsUUID()
  account: string;

  /** Under which it is chosen; the same name again replaces what stood under it. */
  @IsString()
  @MaxLength(60)
  name: string;

  /** What each column is, from the left. */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(mostMappedColumns)
  @IsIn(columnRoles, { each: true })
  @ApiProperty({ enum: columnRoles, isArray: true, maxItems: mostMappedColumns })
  columns: ColumnRole[];

  /** The headings as they stand in the file, by which it is known again; none for a file without. */
  @IsArray()
  @ArrayMaxSize(mostMappedColumns)
  @IsString({ each: true })
  @MaxLength(200, { each: true })
  headings: string[];

  /** How many lines stand before the first one that is read, in a file without headings. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(1000)
  linesBefore?: number;

  @IsIn(dayOrders)
  dayOrder: DayOrder;

  @IsIn(decimalMarks)
  decimalMark: ColumnMapping['decimalMark'];

  /** What an amount without a sign means. */
  @IsIn(amountSigns)
  sign: ColumnMapping['sign'];

  @IsOptional()
  @IsBoolean()
  leavesOutRowsWithoutDay?: boolean;

  /** Each row is what came in on a day by one method; left out where a row is one movement. */
  @IsOptional()
  @Equals(true)
  @ApiProperty({ type: Boolean, required: false })
  holdsTotals?: true;
}

export const mappingIn = (dto: MappingDto): ColumnMapping => ({
  columns: dto.columns,
  headings: dto.headings,
  linesBefore: dto.linesBefore ?? 0,
  dayOrder: dto.dayOrder,
  decimalMark: dto.decimalMark,
  sign: dto.sign,
  leavesOutRowsWithoutDay: dto.leavesOutRowsWithoutDay ?? false,
  ...(dto.holdsTotals && { holdsTotals: true }),
});
