import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { Role } from '../domain/ledger.js';
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

  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  roleOf(ledgerId: string, accountId: string): Promise<Role | undefined> {
    return this.recent.of(`${ledgerId}/${accountId}`, async () =>
      (await this.dataSource.manager.findOneBy(MembershipRow, { ledgerId, accountId }))?.role);
  }

  /** The ledgers in which this account holds a role, by name. */
  ofAccount(accountId: string): Promise<Membership[]> {
    return this.dataSource.query(
      `select ledger_id as "ledgerId", slug, name, role from membership join ledger using (ledger_id)
       where account_id = $1 order by name, slug`, [accountId]);
  }

  /** Those who hold a role in this ledger, by the name they sign in with. */
  ofLedger(ledgerId: string): Promise<Member[]> {
    return this.dataSource.query(
      `select account_id as "accountId", sign_in_name as "signInName", role from membership join steward_account using (account_id)
       where ledger_id = $1 order by sign_in_name`, [ledgerId]);
  }

  /** After a role was changed here: the change holds in this program from the next request on. */
  forget(ledgerId: string, accountId: string): void {
    this.recent.forget(`${ledgerId}/${accountId}`);
  }
}
