import { Body, Controller, Get, Inject, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { IsIn, IsString, MaxLength } from 'class-validator';
import { Allow, AskedBy } from '../web/allow.js';
import type { Asker } from '../web/asker.js';
import { type AccountKind, OpenAccount, accountKinds } from '../domain/observation.js';
import type { Decided } from '../event-store/event-store.js';
import { RequestKey } from '../web/request-key.js';
import { Reconciliation } from './reconciliation.queries.js';

export class AccountDto {
  /** A name of the steward's own, never the account's number. */
  @IsString()
  @MaxLength(60)
  name: string;

  @IsIn(accountKinds)
  kind: AccountKind;

  @IsString()
  @MaxLength(20)
  currency: string;
}

/** The bank and PayPal accounts that are watched, for programs. */
@Controller('api/v1/ledgers/:ledger/accounts')
export class AccountsController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(Reconciliation) private readonly reconciliation: Reconciliation,
  ) {}

  @Get()
  @Allow('books.view')
  async list(@AskedBy() { ledgerId }: Asker) {
    const rows = await this.reconciliation.accounts(ledgerId);
    return { items: rows.map(({ accountId, name, kind, currency }) => ({ account: accountId, name, kind, currency })) };
  }

  @Post()
  @Allow('accounts.manage')
  async open(@AskedBy() asker: Asker, @RequestKey() request: string, @Body() { name, kind, currency }: AccountDto) {
    const decided: Decided = await this.commands.execute(
      new OpenAccount({ ledger: asker.ledgerId, by: asker.actor, request, name, kind, currency }),
    );
    return decided.events.flatMap((event) => (event.type === 'AccountOpened' ? [event.data] : []))[0];
  }
}
