import { IsIn, IsInt, IsString, Max, MaxLength, Min } from 'class-validator';
import { type Base, type PledgePolicy, bases } from '../domain/pledge.js';

/** A version of the promise, to be adopted or to be looked at first. */
export class PolicyDto {
  /** Basis points of the base: 2000 for 20 %. */
  @IsInt({ message: 'Send the share in basis points, a whole number: 2000 for 20 %.' })
  @Min(1)
  @Max(10_000)
  shareBp: number;

  @IsIn(bases)
  base: Base;

  /** `home`: all is owed in the ledger's currency. `own`: each currency has its own fund. */
  @IsIn(['home', 'own'])
  currencyRule: PledgePolicy['currencyRule'];

  /** First day on which a payment falls under this version. */
  @IsString()
  @MaxLength(20)
  startsOn: string;

  /** The promise in the steward's words, public as written. */
  @IsString()
  @MaxLength(4000)
  words: string;
}
