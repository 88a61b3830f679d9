import { Body, Controller, Get, Inject, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { IsIn, IsInt, IsString, Max, MaxLength, Min } from 'class-validator';
import { Allow, AskedBy } from '../web/allow.js';
import type { Asker } from '../web/asker.js';
import { AdoptPledgePolicy, type Base, type PledgePolicy, bases } from '../domain/pledge.js';
import type { Decided } from '../event-store/event-store.js';
import { RequestKey } from '../web/request-key.js';
import { Ledgers } from './ledgers.queries.js';

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

/** The promise in all its versions, for programs. */
@Controller('api/v1/ledgers/:ledger/policies')
export class PoliciesController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(Ledgers) private readonly ledgers: Ledgers,
  ) {}

  /** Oldest first. */
  @Get()
  @Allow('books.view')
  async list(@AskedBy() { ledgerId }: Asker): Promise<{ items: readonly PledgePolicy[] }> {
    return { items: (await this.ledgers.books(ledgerId)).policies };
  }

  @Post()
  @Allow('policies.manage')
  async adopt(@AskedBy() asker: Asker, @RequestKey() request: string, @Body() sent: PolicyDto): Promise<PledgePolicy | undefined> {
    const decided: Decided = await this.commands.execute(
      new AdoptPledgePolicy({ ledger: asker.ledgerId, by: asker.actor, request, ...sent }),
    );
    return decided.events.flatMap((event) => (event.type === 'PledgePolicyAdopted' ? [event.data] : []))[0];
  }
}
