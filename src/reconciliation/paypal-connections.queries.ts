import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { type DataSource, Not } from 'typeorm';
import { type Day, dayOf, instant, isDay } from '../domain/calendar.js';
import {
  type AccountTrouble,
  PAYPAL,
  type PayPalCredentials,
  type PayPalDoor,
  type PayPalEnvironment,
  type PayPalTrouble,
} from '../domain/paypal.js';
import type { PayingAccount, PayingAccounts } from '../domain/paying-account.js';
import { Refusal, invalid } from '../domain/refusal.js';
import { Terms } from '../event-store/ledger-terms.js';
import { CLOCK, type Clock } from '../event-store/tokens.js';
import { SubjectKeyRow } from '../vault/subject-key.row.js';
import { Vault } from '../vault/vault.js';
import { AccountRow } from './observations.projection.js';
import { PayPalConnectionRow, PayPalWebhookRefusalRow, PayPalWebhookRow } from './paypal-rows.js';

export interface ConnectionWish {
  readonly credentials: PayPalCredentials;
  /** How far back the first search looks. */
  readonly since: Day;
  /** The actor who enters it. */
  readonly by: string;
}

/** How a connected account stands, without anything that opens it. */
export interface ConnectionStanding {
  readonly account: string;
  readonly name: string;
  readonly environment: PayPalEnvironment;
  readonly takesWebhooks: boolean;
  readonly searchedThrough: string | null;
  readonly trouble: AccountTrouble | null;
  readonly unread: number;
  /** Webhooks that were refused, of the ledger's whole life. */
  readonly refused: number;
}

const accessField = 'account.paypal-access';
const idPattern = /^[A-Za-z0-9_-]{10,120}$/;
const webhookIdPattern = /^[A-Za-z0-9]{5,50}$/;

/** PayPal accounts that are searched by themselves: entered, looked at, removed. */
@Injectable()
export class PayPalConnections implements PayingAccounts {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(PAYPAL) private readonly door: PayPalDoor,
    @Inject(Terms) private readonly terms: Terms,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Seals what opens the account, once PayPal has let it in. Entered again, the new takes the place of the old, whose key is
   * destroyed; what was searched stays searched.
   * @throws InvalidInput naming the field at fault; Refusal when PayPal does not let us in, or does not answer
   */
  async connect(ledger: string, account: string, wish: ConnectionWish): Promise<void> {
    const now = instant(this.clock());
    const { zone } = await this.terms.of(ledger);
    const known = await this.dataSource.manager.findOneBy(AccountRow, { ledgerId: ledger, accountId: account });
    if (known?.kind !== 'paypal') throw invalid('account', 'Only an account of PayPal’s can be connected to PayPal.');
    refuseMisspelt(wish, dayOf(now, zone));
    const failed = await this.door.tryAccess(wish.credentials);
    if (failed) throw notLetIn(failed.trouble);
    const sealing = this.vault.sealing(ledger);
    const subject = sealing.newSubject('account', { now });
    const { environment, ...secrets } = wish.credentials;
    const row = {
      environment,
      access: sealing.seal(subject, accessField, JSON.stringify(secrets)),
      takesWebhooks: secrets.webhookId !== undefined,
      since: wish.since,
      connectedBy: wish.by,
      connectedAt: now,
      nextSearchAt: now,
      failures: 0,
      trouble: null,
      troubleSince: null,
    };
    await this.dataSource.transaction(async (database) => {
      const place = { ledgerId: ledger, accountId: account };
      await database.findOne(AccountRow, { where: place, lock: { mode: 'pessimistic_write' } }); // one at a time, also the first
      const before = await database.findOneBy(PayPalConnectionRow, place);
      await database.insert(SubjectKeyRow, sealing.newKeys);
      if (!before) return database.insert(PayPalConnectionRow, { ...place, ...row, searchedThrough: null, unread: 0 });
      const searchedThrough = wish.since < before.since || before.environment !== environment ? null : before.searchedThrough;
      await database.update(PayPalConnectionRow, place, { ...row, searchedThrough });
      return database.delete(SubjectKeyRow, { ledgerId: ledger, subjectId: before.access.subject });
    });
  }

  /** Destroys the key, and forgets what its webhooks said. Lines that were found stay in the books. */
  async remove(ledgerId: string, accountId: string): Promise<void> {
    await this.dataSource.transaction(async (database) => {
      const place = { ledgerId, accountId };
      const row = await database.findOne(PayPalConnectionRow, { where: place, lock: { mode: 'pessimistic_write' } });
      if (!row) return;
      await database.delete(SubjectKeyRow, { ledgerId, subjectId: row.access.subject });
      await database.delete(PayPalWebhookRow, place);
      await database.delete(PayPalConnectionRow, place);
    });
  }

  /** Undefined once the connection was removed. @throws whatever the seal says when it was broken */
  async open({ ledgerId, access, environment }: PayPalConnectionRow): Promise<PayPalCredentials | undefined> {
    const text = await this.vault.open(ledgerId, accessField, access);
    return text === undefined ? undefined : { environment, ...(JSON.parse(text) as Omit<PayPalCredentials, 'environment'>) };
  }

  takingWebhooks(ledgerId: string): Promise<PayPalConnectionRow[]> {
    return this.dataSource.manager.find(PayPalConnectionRow, { where: { ledgerId, takesWebhooks: true }, order: { accountId: 'ASC' } });
  }

  /** What opens an account from which payouts are sent. Undefined where it is not connected, or no longer. */
  async credentials(ledgerId: string, accountId: string): Promise<PayPalCredentials | undefined> {
    const row = await this.dataSource.manager.findOneBy(PayPalConnectionRow, { ledgerId, accountId });
    return row ? this.open(row) : undefined;
  }

  async connected(ledgerId: string): Promise<readonly PayingAccount[]> {
    return (await this.standing(ledgerId)).map(({ account, name }) => ({ account, name }));
  }

  async standing(ledgerId: string): Promise<ConnectionStanding[]> {
    const rows = await this.dataSource.manager.findBy(PayPalConnectionRow, { ledgerId });
    const accounts = await this.dataSource.manager.findBy(AccountRow, { ledgerId });
    const refusals = await this.dataSource.manager.findBy(PayPalWebhookRefusalRow, { ledgerId, why: Not('unknown-payout') });
    const refused = refusals.reduce((sum, { times }) => sum + Number(times), 0);
    const names = new Map(accounts.map(({ accountId, name }) => [accountId, name]));
    return rows.map(({ accountId, environment, takesWebhooks, searchedThrough, trouble, unread }) => ({
      account: accountId,
      name: names.get(accountId) ?? 'PayPal',
      environment,
      takesWebhooks,
      searchedThrough,
      trouble,
      unread,
      refused,
    }));
  }
}

function refuseMisspelt({ credentials: { clientId, clientSecret, webhookId }, since }: ConnectionWish, today: Day): void {
  if (!idPattern.test(clientId))
    throw invalid('clientId', 'Copy the “Client ID” of your PayPal app whole: letters and digits, without blanks.');
  if (!idPattern.test(clientSecret))
    throw invalid('clientSecret', 'Copy the “Secret” of your PayPal app whole: letters and digits, without blanks.');
  if (webhookId !== undefined && !webhookIdPattern.test(webhookId))
    throw invalid('webhookId', 'Copy the webhook’s id from your PayPal app, letters and digits like 1JE4291016473214C; not its address.');
  if (!isDay(since) || since > today || since < '1998-01-01')
    throw invalid('since', 'Enter the day from which PayPal is to be searched, like 2026-10-04; today or before.');
}

function notLetIn(trouble: PayPalTrouble): Error {
  switch (trouble) {
    case 'wrong-credentials':
    case 'not-enabled':
      return new Refusal(
        'paypal/not-let-in',
        'PayPal does not let this “Client ID” and “Secret” in. Copy both again, and check whether they are of the live app or of the sandbox. Nothing was kept.',
      );
    case 'too-many-requests':
    case 'unreachable':
    case 'unreadable':
      return new Refusal(
        'paypal/no-answer',
        'PayPal does not answer at the moment, so this could not be checked. Try again later. Nothing was kept.',
      );
  }
}
