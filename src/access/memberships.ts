import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { inLedger } from '../database/rows-in-sight.js';
import { ChangeSteward, type Role, type StewardChange } from '../domain/ledger.js';
import type { FoundLedger } from './ledger-directory.js';
import { MembershipRow } from './membership.row.js';
import { Recent } from './recent.js';

export interface Member {
  readonly accountId: string;
  readonly signInName: string;
  readonly role: Role;
}

export interface Membership extends FoundLedger {
  readonly role: Role;
}

/** Who may do what, where. A role taken away by another program of the host is gone here within five seconds. */
@Injectable()
export class Memberships {
  private readonly recent = new Recent<Role>();

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(CommandBus) private readonly commands: CommandBus,
  ) {}

  roleOf(ledgerId: string, accountId: string): Promise<Role | undefined> {
    return this.recent.of(
      `${ledgerId}/${accountId}`,
      async () => (await this.dataSource.manager.findOneBy(MembershipRow, { ledgerId, accountId }))?.role,
    );
  }

  /** The ledgers in which this account holds a role, by name. */
  ofAccount(accountId: string): Promise<Membership[]> {
    return this.dataSource.query(
      `select ledger_id as "ledgerId", slug, name, role from membership join ledger using (ledger_id)
       where account_id = $1 order by name, slug`,
      [accountId],
    );
  }

  /** Those who hold a role in this ledger, by the name they sign in with. */
  ofLedger(ledgerId: string): Promise<Member[]> {
    return this.dataSource.query(
      `select account_id as "accountId", sign_in_name as "signInName", role from membership join steward_account using (account_id)
       where ledger_id = $1 order by sign_in_name`,
      [ledgerId],
    );
  }

  /**
   * Gives, changes or takes a role, in the books; it holds in this program from the next request on.
   * @throws Refusal when the last steward would go
   */
  async change(change: StewardChange): Promise<void> {
    await inLedger(change.ledger, () => this.commands.execute(new ChangeSteward(change))); // an invitation names its ledger in no address
    this.recent.forget(`${change.ledger}/${change.steward}`);
  }
}
