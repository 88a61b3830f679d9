import { Inject, Injectable } from '@nestjs/common';
import { type Beginning, beginPractice } from '../domain/first-ledger.js';
import { ledgerStream } from '../domain/ledger.js';
import { invalid } from '../domain/refusal.js';
import { EventStore } from '../event-store/event-store.js';
import { violates } from '../event-store/faults.js';
import { newId } from '../event-store/ids.js';
import { CLOCK, type Clock } from '../event-store/tokens.js';
import { accountActor } from '../web/asker.js';
import { HostSettings } from './host-settings.js';
import { SetupLinks } from './setup-links.js';
import { type Credentials, type NewAccount, StewardAccounts } from './steward-accounts.js';

/** What the first steward says of herself, her practice and this machine. */
export interface FirstLedgerWish extends Pick<Beginning, 'promise' | 'offerings'> {
  readonly steward: Credentials;
  readonly opening: Omit<Beginning['opening'], 'steward'>;
  readonly backupFolder: string;
}

/** The route of the append below; it has no handler, because only the one-time link leads here. */
class OpenFirstLedger {
  constructor(readonly input: Beginning) {}
}

/** Opens the first ledger of this host for whoever holds the one-time link. */
@Injectable()
export class FirstLedger {
  constructor(
    @Inject(SetupLinks) private readonly links: SetupLinks,
    @Inject(StewardAccounts) private readonly accounts: StewardAccounts,
    @Inject(HostSettings) private readonly settings: HostSettings,
    @Inject(EventStore) private readonly events: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * The link is locked while the books are opened, so of two who come at once with it one opens.
   *
   * Where a crash would fall: ledger, promise, offerings and the account that signs in are one append. Before its commit
   * nothing stands but the choice of a backup folder, which the next try writes again: the link is still good, because its
   * own transaction was not committed. After it all stands, and the link opens nothing any more whether or not its own mark
   * was written, because a ledger is open: she signs in with what she typed. A refusal rolls both back.
   * @returns the new account's id. @throws GoneException for a link that opens nothing, InvalidInput naming a field
   */
  async open(token: string, request: string, wish: FirstLedgerWish): Promise<string> {
    const { steward, opening, promise, offerings, backupFolder } = wish;
    const account = await this.accounts.prepare(steward);
    const { accountId } = account;
    const command = new OpenFirstLedger({
      ledger: newId(this.clock),
      by: accountActor(accountId),
      request,
      opening: { ...opening, steward: accountId },
      promise,
      offerings,
    });
    await this.links.claim(token, async () => {
      await this.settings.set('backup-folder', backupFolder);
      await this.append(command, account);
    });
    return accountId;
  }

  private async append(command: OpenFirstLedger, account: NewAccount): Promise<void> {
    try {
      await this.events.decide(
        command,
        { books: ledgerStream },
        ({ books }, now) => ({ books: beginPractice(books, command.input, now) }),
        { rows: [account] },
      );
    } catch (error) {
      if (violates(error, 'ledger_slug_is_taken')) throw invalid('slug', 'This short name is taken on this host. Choose another.');
      if (violates(error, 'sign_in_name_is_taken')) throw invalid('name', 'This name is taken on this host. Choose another.');
      throw error;
    }
  }
}
