import { IsIn, IsInt, Max, Min, ValidateIf } from 'class-validator';
import type { TaxTreatment } from '../domain/tax.js';

const treatments = ['taxable', 'zero-rated', 'exempt', 'not-registered'] as const;

/** How tax sits in a price. `{"treatment":"taxable","rateBp":500}` is 5 % inside it. */
export class TaxTreatmentDto {
  @IsIn(treatments)
  treatment: (typeof treatments)[number];

  /** Basis points inside the price: 500 for 5 %. Only where the treatment is `taxable`. */
  @ValidateIf(({ treatment }: TaxTreatmentDto) => treatment === 'taxable')
  @IsInt({ message: 'Send the tax inside the price in basis points: 500 for 5 %.' })
  @Min(1)
  @Max(5000)
  rateBp?: number;
}

export const taxOf = ({ treatment, rateBp }: TaxTreatmentDto): TaxTreatment =>
  treatment === 'taxable' ? { treatment, rateBp: rateBp! } : { treatment };
