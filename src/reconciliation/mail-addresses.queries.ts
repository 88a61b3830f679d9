import { Inject, Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { instant } from '../domain/calendar.js';
import type { MailPlace, MailWay } from '../domain/mail.js';
import { InvalidInput, type FieldFault, invalid } from '../domain/refusal.js';
import { Terms } from '../event-store/ledger-terms.js';
import { CLOCK, type Clock } from '../event-store/tokens.js';
import { Vault } from '../vault/vault.js';
import { forgetSealed, keptSealed } from './kept-sealed.js';
import { MailAddressRow } from './mails.rows.js';
import { AccountRow } from './observations.projection.js';

export interface MailAddress {
  readonly account: string;
  /** In lower case. */
  readonly address: string;
  readonly ownHost?: string;
}

const fieldName = 'mail.address';

/** To which address Interac writes about which account. No fact of the books: it can be changed, and is sealed. */
@Injectable()
export class MailAddresses {
  constructor(
    @InjectRepository(MailAddressRow) private readonly rows: Repository<MailAddressRow>,
    @InjectRepository(AccountRow) private readonly accounts: Repository<AccountRow>,
    @Inject(Terms) private readonly terms: Terms,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async of(ledger: string): Promise<MailAddress[]> {
    const rows = await this.rows.find({ where: { ledgerId: ledger }, order: { accountId: 'ASC' } });
    const addresses = await this.vault.openMany(
      ledger,
      rows.map(({ address }) => ({ fieldName, sealed: address })),
    );
    return rows.flatMap(({ accountId, ownHost }, index) => {
      const address = addresses[index];
      return address ? [{ account: accountId, address, ...(ownHost && { ownHost }) }] : [];
    });
  }

  /** Where mails of this ledger belong, or of one account alone. One host vouches for one address. */
  async place(ledger: string, way: MailWay, { address, ownHost }: MailAddress): Promise<MailPlace> {
    const { zone } = await this.terms.of(ledger);
    return { zone, way, now: instant(this.clock()), addresses: [address], ...(ownHost && { ownHost }) };
  }

  /** @throws InvalidInput at the fields `address` and `ownHost` */
  async set(ledger: string, account: string, said: { readonly address: string; readonly ownHost?: string }): Promise<void> {
    const row = await this.accounts.findOneBy({ ledgerId: ledger, accountId: account });
    if (row?.kind !== 'bank') throw invalid('account', 'Choose a bank account of this ledger: e-Transfers go to banks.');
    const address = said.address.trim().toLowerCase();
    const ownHost = said.ownHost?.trim().toLowerCase();
    const others = (await this.of(ledger)).filter((each) => each.account !== account);
    refuseUnusable(address, ownHost, others);
    const kept = keptSealed(this.vault, ledger, fieldName, address, instant(this.clock()));
    await this.rows.manager.transaction(async (database) => {
      const before = await database.findOneBy(MailAddressRow, { ledgerId: ledger, accountId: account });
      await kept.write(database, before?.address);
      await database.upsert(
        MailAddressRow,
        { ledgerId: ledger, accountId: account, address: kept.sealed as never, ownHost: ownHost ?? null },
        ['ledgerId', 'accountId'],
      );
    });
  }

  async forget(ledger: string, account: string): Promise<void> {
    await this.rows.manager.transaction(async (database) => {
      const before = await database.findOneBy(MailAddressRow, { ledgerId: ledger, accountId: account });
      if (!before) return;
      await forgetSealed(database, ledger, before.address);
      await database.delete(MailAddressRow, { ledgerId: ledger, accountId: account });
    });
  }
}

function refuseUnusable(address: string, ownHost: string | undefined, others: readonly MailAddress[]): void {
  const faults: FieldFault[] = [];
  if (address.length > 254 || !/^[^\s@<>(),;:"\\]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+$/.test(address))
    faults.push({ field: 'address', says: 'Enter the address at which this account gets its e-Transfers, like money@practice.example.' });
  if (others.some((each) => each.address === address))
    faults.push({ field: 'address', says: 'Another account of this ledger has this address. Take it away there first.' });
  if (ownHost !== undefined && (ownHost.length > 253 || !/^[a-z0-9_-]+(?:\.[a-z0-9_-]+)+$/.test(ownHost)))
    faults.push({
      field: 'ownHost',
      says: 'Enter the first word after “Authentication-Results:” in a mail that you got, like mx.host.example.',
    });
  if (faults.length > 0) throw new InvalidInput(faults);
}
