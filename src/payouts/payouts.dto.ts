import { IsBoolean, IsIn, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import { type Finality, type ReturnReason, returnReasons } from '../domain/payout.js';
import { MoneyDto, OneAmount, SettlementDto } from '../web/money.dto.js';
import { WithFields } from '../web/with-fields.js';

export class ProposalDto {
  @IsUUID()
  call: string;

  /** What the person receives; a whole multiple of the unit of its currency. */
  @OneAmount()
  amount: MoneyDto;

  /** What the fund gives for it, where that is another currency, and who says so. */
  @IsOptional()
  @WithFields(() => SettlementDto)
  given?: SettlementDto;
}

export class CardDto {
  /** True after the warning that the card was open before in books that were lost, and a look into the account. */
  @IsOptional()
  @IsBoolean()
  notInAccount?: boolean;
}

export class SendingDto {
  /** A day (`2026-10-04`, in the ledger's zone) or an instant with its offset. */
  @IsString()
  @MaxLength(40)
  sentAt: string;

  /** The bank's or PayPal's own reference; sealed. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  reference?: string;

  /** True after the warning that the same person was sent the same amount a few days ago. */
  @IsOptional()
  @IsBoolean()
  againOnPurpose?: boolean;

  /** True after the question whether a day long before the approval is right. */
  @IsOptional()
  @IsBoolean()
  dayOnPurpose?: boolean;
}

/** Cash is final when it is sent, so nobody confirms it. */
const proofs = ['mail-accepted', 'person-said-so', 'no-return-in-35-days'] as const satisfies readonly Finality[];

export class ArrivalDto {
  @IsIn(proofs)
  because: (typeof proofs)[number];
}

export class ReturnDto {
  @IsIn(returnReasons)
  reason: ReturnReason;

  @IsString()
  @MaxLength(40)
  returnedAt: string;
}
