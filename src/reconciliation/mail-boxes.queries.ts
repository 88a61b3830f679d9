import { Inject, Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { canonical, fromCanonical } from '../domain/canonical.js';
import { instant } from '../domain/calendar.js';
import { type MailboxAccess, type MailboxFault, mailboxFaults } from '../domain/mail.js';
import { type FieldFault, InvalidInput, Refusal } from '../domain/refusal.js';
import { CLOCK, type Clock } from '../event-store/tokens.js';
import { Vault } from '../vault/vault.js';
import { forgetSealed, keptSealed } from './kept-sealed.js';
import { MailAddressRow, MailBoxRow } from './mails.rows.js';

/** What a page may show of a mailbox: everything but the password. */
export interface MailBox extends Omit<MailboxAccess, 'password'> {
  readonly account: string;
  readonly lookedAt?: string;
  readonly fault?: MailboxFault;
}

const fieldName = 'mail.access';

/** Mailboxes that are looked into for an account. How they are opened is sealed as a whole. */
@Injectable()
export class MailBoxes {
  constructor(
    @InjectRepository(MailBoxRow) private readonly rows: Repository<MailBoxRow>,
    @InjectRepository(MailAddressRow) private readonly addresses: Repository<MailAddressRow>,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async of(ledger: string): Promise<MailBox[]> {
    const rows = await this.rows.find({ where: { ledgerId: ledger }, order: { accountId: 'ASC' } });
    const boxes = await Promise.all(rows.map(async (row) => ({ row, access: await this.access(row) })));
    return boxes.flatMap(({ row: { accountId, lookedAt, fault }, access }) => {
      if (!access) return [];
      const { password: _, ...shown } = access;
      const known = mailboxFaults.find((each) => each === fault);
      return [{ ...shown, account: accountId, ...(lookedAt && { lookedAt }), ...(known && { fault: known }) }];
    });
  }

  async access({ ledgerId, access }: MailBoxRow): Promise<MailboxAccess | undefined> {
    const text = await this.vault.open(ledgerId, fieldName, access);
    return text === undefined ? undefined : (fromCanonical(text) as MailboxAccess);
  }

  /** @throws InvalidInput at its fields */
  async set(ledger: string, account: string, access: MailboxAccess): Promise<void> {
    refuseUnusable(access);
    const place = { ledgerId: ledger, accountId: account };
    if (!(await this.addresses.existsBy(place)))
      throw new Refusal('mail/no-address', 'Say first at which address this account gets its e-Transfers.');
    const kept = keptSealed(this.vault, ledger, fieldName, canonical({ ...access }), instant(this.clock()));
    await this.rows.manager.transaction(async (database) => {
      const before = await database.findOneBy(MailBoxRow, place);
      await kept.write(database, before?.access);
      const fresh = { ...place, access: kept.sealed as never, uidValidity: null, lastUid: 0n, lookedAt: null, fault: null };
      await database.upsert(MailBoxRow, fresh, ['ledgerId', 'accountId']);
    });
  }

  async forget(ledger: string, account: string): Promise<void> {
    const place = { ledgerId: ledger, accountId: account };
    await this.rows.manager.transaction(async (database) => {
      const before = await database.findOneBy(MailBoxRow, place);
      if (!before) return;
      await forgetSealed(database, ledger, before.access);
      await database.delete(MailBoxRow, place);
    });
  }

  /** Those that were not looked into since, the longest ago first. */
  due(before: string): Promise<MailBoxRow[]> {
    return this.rows
      .createQueryBuilder('box')
      .where('box.looked_at is null or box.looked_at <= :before', { before })
      .orderBy('box.looked_at', 'ASC', 'NULLS FIRST')
      .getMany();
  }

  /** A mailbox that was set anew meanwhile begins anew: what was read of the former says nothing of it. */
  async looked({ ledgerId, accountId, access }: MailBoxRow, seen: { uidValidity?: bigint; lastUid?: bigint; fault?: MailboxFault }) {
    const now = await this.rows.findOneBy({ ledgerId, accountId });
    if (now?.access.subject !== access.subject) return;
    await this.rows.update(
      { ledgerId, accountId },
      {
        lookedAt: instant(this.clock()),
        fault: seen.fault ?? null,
        ...(seen.uidValidity !== undefined && { uidValidity: seen.uidValidity }),
        ...(seen.lastUid !== undefined && { lastUid: seen.lastUid }),
      },
    );
  }
}

function refuseUnusable({ host, port, name, password, folder }: MailboxAccess): void {
  const isLine = (text: string, longest: number): boolean => text.length > 0 && text.length <= longest && !/\p{Cc}/u.test(text);
  const faults: FieldFault[] = [
    ...(/^[A-Za-z0-9.:_-]{1,253}$/.test(host)
      ? []
      : [{ field: 'host', says: 'Enter the name of your mail host’s IMAP server, like imap.host.example.' }]),
    ...(Number.isInteger(port) && port > 0 && port < 65_536
      ? []
      : [{ field: 'port', says: 'Enter the port of the server: 993, unless your host says otherwise.' }]),
    ...(isLine(name, 254) ? [] : [{ field: 'name', says: 'Enter the name with which you sign in to this mailbox.' }]),
    ...(isLine(password, 500)
      ? []
      : [{ field: 'password', says: 'Enter its password; a password for this program alone, if your host gives such.' }]),
    ...(isLine(folder, 200) ? [] : [{ field: 'folder', says: 'Enter the folder in which mails from Interac lie, like INBOX.' }]),
  ];
  if (faults.length > 0) throw new InvalidInput(faults);
}
