import { Body, Controller, Get, Inject, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Allow, AskedBy } from '../web/allow.js';
import type { Asker } from '../web/asker.js';
import { AdoptPledgePolicy, type PledgePolicy } from '../domain/pledge.js';
import type { Decided } from '../event-store/event-store.js';
import { PolicyDto } from '../web/policy.dto.js';
import { RequestKey } from '../web/request-key.js';
import { Ledgers } from './ledgers.queries.js';

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
