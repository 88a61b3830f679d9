import { Body, Controller, Get, Inject, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { IsBoolean, IsOptional, IsString, MaxLength } from 'class-validator';
import { Allow, AskedBy } from '../web/allow.js';
import type { Asker } from '../web/asker.js';
import { toJson } from '../domain/money.js';
import { type Band, DefineOffering, type Offering } from '../domain/offering.js';
import type { Decided } from '../event-store/event-store.js';
import { MoneyDto, OneAmount, positiveOf } from '../web/money.dto.js';
import { RequestKey } from '../web/request-key.js';
import { TaxTreatmentDto, taxOf } from '../web/tax.dto.js';
import { WithFields } from '../web/with-fields.js';
import { Ledgers } from './ledgers.queries.js';

export class BandDto {
  @OneAmount()
  from: MoneyDto;

  @OneAmount()
  to: MoneyDto;
}

/** Both bands or none: whom a band is for stands in the promise's words alone. */
export class BandsDto {
  @WithFields(() => BandDto)
  lower: BandDto;

  @WithFields(() => BandDto)
  upper: BandDto;
}

export class OfferingDto {
  /** Short name in addresses and files, like `ces-50`. */
  @IsString()
  @MaxLength(40)
  offering: string;

  @IsString()
  @MaxLength(120)
  name: string;

  @IsOptional()
  @WithFields(() => BandsDto)
  bands?: BandsDto;

  @WithFields(() => TaxTreatmentDto)
  tax: TaxTreatmentDto;

  /** False for what stands outside the promise, like reduced-rate work. */
  @IsBoolean()
  insidePledge: boolean;
}

/** What is sold, for programs. */
@Controller('api/v1/ledgers/:ledger/offerings')
export class OfferingsController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(Ledgers) private readonly ledgers: Ledgers,
  ) {}

  @Get()
  @Allow('books.view')
  async list(@AskedBy() { ledgerId }: Asker) {
    const { offerings } = await this.ledgers.books(ledgerId);
    return { items: Object.values(offerings).map(offeringView) };
  }

  /** Defined again under the same name, it is changed for what comes; payments recorded before stay as they are. */
  @Post()
  @Allow('policies.manage')
  async define(@AskedBy() asker: Asker, @RequestKey() request: string, @Body() { offering, name, bands, tax, insidePledge }: OfferingDto) {
    const decided: Decided = await this.commands.execute(
      new DefineOffering({
        ledger: asker.ledgerId,
        by: asker.actor,
        request,
        offering,
        name,
        tax: taxOf(tax),
        insidePledge,
        ...(bands && { bands: bandsOf(bands) }),
      }),
    );
    return decided.events.flatMap((event) => (event.type === 'OfferingDefined' ? [offeringView(event.data)] : []))[0];
  }
}

const bandOf = ({ from, to }: BandDto, field: string): Band => ({
  from: positiveOf(from, `${field}.from`),
  to: positiveOf(to, `${field}.to`),
});
const bandsOf = ({ lower, upper }: BandsDto) => ({ lower: bandOf(lower, 'bands.lower'), upper: bandOf(upper, 'bands.upper') });

const bandView = ({ from, to }: Band) => ({ from: toJson(from), to: toJson(to) });
const offeringView = ({ offering, name, bands, tax, insidePledge }: Offering) => ({
  offering,
  name,
  ...(bands && { bands: { lower: bandView(bands.lower), upper: bandView(bands.upper) } }),
  tax,
  insidePledge,
});
