import { GoneException, Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { addDays, instant } from '../domain/calendar.js';
import type { Role } from '../domain/ledger.js';
import { Refusal } from '../domain/refusal.js';
import { newId } from '../event-store/ids.js';
import { CLOCK, type Clock } from '../event-store/tokens.js';
import { accountActor } from '../web/asker.js';
import { InvitationRow } from './invitation.row.js';
import type { FoundLedger } from './ledger-directory.js';
import { Memberships } from './memberships.js';
import { hashOf, isSecret, newSecret } from './secrets.js';
import { type Credentials, StewardAccounts } from './steward-accounts.js';

export const invitationDays = 7;

export interface OpenInvitation extends FoundLedger {
  readonly invitationId: string;
  readonly role: Role;
  /** Set when this account took the link but its role is not in the books yet. */
  readonly acceptedBy: string | null;
  /** The actor who invited. */
  readonly madeBy: string;
}

/** One-time links into a ledger. The books say who was added, with which role, and by which invitation. */
@Injectable()
export class Invitations {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(StewardAccounts) private readonly accounts: StewardAccounts,
    @Inject(Memberships) private readonly memberships: Memberships,
  ) {}

  /** @param by the actor who invites. @returns the token for the link, to be shown once */
  async invite(ledgerId: string, role: Role, by: string): Promise<string> {
    const { text, hash } = newSecret();
    const now = instant(this.clock());
    await this.dataSource.manager.insert(InvitationRow, {
      ledgerId,
      invitationId: newId(this.clock),
      tokenHash: hash,
      role,
      madeBy: by,
      madeAt: now,
      expiresAt: addDays(now, invitationDays),
    });
    return text;
  }

  /** Invitations of this ledger that can still be accepted, the newest first. */
  async open(ledgerId: string): Promise<InvitationRow[]> {
    const all = await this.dataSource.manager.find(InvitationRow, { where: { ledgerId }, order: { invitationId: 'desc' } });
    return all.filter(({ acceptedAt, expiresAt }) => acceptedAt === null && expiresAt > instant(this.clock()));
  }

  async takeBack(ledgerId: string, invitationId: string): Promise<void> {
    await this.dataSource.query('delete from invitation where ledger_id = $1 and invitation_id = $2 and accepted_at is null', [
      ledgerId,
      invitationId,
    ]);
  }

  /** Changes nothing: programs that preview links open them too. @throws GoneException once used, expired or taken back */
  async find(token: string): Promise<OpenInvitation> {
    if (!isSecret(token)) throw noLonger();
    const found = await this.dataSource.query<OpenInvitation[]>(
      `select ledger_id as "ledgerId", slug, name, invitation_id as "invitationId", role, accepted_by as "acceptedBy", made_by as "madeBy"
       from invitation join ledger using (ledger_id) where token_hash = $1 and expires_at > $2`,
      [hashOf(token), instant(this.clock())],
    );
    if (!found[0]) throw noLonger();
    return found[0];
  }

  /** Accepts for someone who is signed in. @throws Refusal when they hold another role there already */
  async accept(token: string, accountId: string): Promise<OpenInvitation> {
    const invitation = await this.find(token);
    await this.refuseOtherRole(invitation, accountId);
    await this.claim(this.dataSource.manager, invitation, accountId);
    await this.append(invitation, accountId);
    return invitation;
  }

  /** Accepts by making an account: either both stand or neither. @returns the new account's id */
  async acceptAnew(token: string, credentials: Credentials): Promise<{ invitation: OpenInvitation; accountId: string }> {
    const invitation = await this.find(token);
    if (invitation.acceptedBy) throw noLonger();
    const account = await this.accounts.prepare(credentials);
    const accountId = await this.dataSource.transaction(async (database) => {
      const id = await this.accounts.add(account, database);
      await this.claim(database, invitation, id);
      return id;
    });
    await this.append(invitation, accountId);
    return { invitation, accountId };
  }

  /** One account alone can take the link; that one may come again, should the program have ended before the books were written. */
  private async claim(database: EntityManager, { ledgerId, invitationId }: OpenInvitation, accountId: string): Promise<void> {
    const [, taken] = await database.query<[unknown, number]>(
      `update invitation set accepted_at = $3, accepted_by = $4
       where ledger_id = $1 and invitation_id = $2 and (accepted_by is null or accepted_by = $4)`,
      [ledgerId, invitationId, instant(this.clock()), accountId],
    );
    if (taken !== 1) throw noLonger();
  }

  private async append({ ledgerId, invitationId, role, madeBy }: OpenInvitation, accountId: string): Promise<void> {
    const request = `invitation-${invitationId}`;
    const by = accountActor(accountId);
    await this.memberships.change({ ledger: ledgerId, by, request, steward: accountId, role, invitedBy: madeBy });
  }

  private async refuseOtherRole({ ledgerId, role }: OpenInvitation, accountId: string): Promise<void> {
    const held = await this.memberships.roleOf(ledgerId, accountId);
    if (held && held !== role) {
      throw new Refusal('invitation/already-there', `You are ${held} here already. A steward of the ledger can change your role.`);
    }
  }
}

export const noLonger = (): GoneException =>
  new GoneException('This invitation was used, has run out, or was taken back. Ask for a new one.');
