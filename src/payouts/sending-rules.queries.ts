import { Inject, Injectable } from '@nestjs/common';
import { PAYING_ACCOUNTS, type PayingAccount, type PayingAccounts } from '../domain/paying-account.js';
import { type PayoutRules, payoutRulesStream } from '../domain/payout-rules.js';
import { EventReader } from '../event-store/event-reader.js';

/** What stands between an approval and the money, and the accounts that could pay. */
@Injectable()
export class SendingRules {
  constructor(
    @Inject(EventReader) private readonly reader: EventReader,
    @Inject(PAYING_ACCOUNTS) private readonly accounts: PayingAccounts,
  ) {}

  rules(ledger: string): Promise<PayoutRules> {
    return this.reader.state(ledger, payoutRulesStream);
  }

  connected(ledger: string): Promise<readonly PayingAccount[]> {
    return this.accounts.connected(ledger);
  }
}
