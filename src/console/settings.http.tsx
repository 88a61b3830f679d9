import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Controller, Get, Inject, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Allow, AskedBy } from '../web/allow.js';
import type { Asker } from '../web/asker.js';
import { checkout } from '../checkout.js';
import { OpenAccount, accountKinds } from '../domain/observation.js';
import { Terms } from '../event-store/ledger-terms.js';
import { type ConnectionStanding, PayPalConnections } from '../reconciliation/paypal-connections.queries.js';
import { Reconciliation } from '../reconciliation/reconciliation.queries.js';
import type { Form } from '../web/form.js';
import { isAllowed } from '../web/permissions.js';
import { Backups } from '../safekeeping/backups.queries.js';
import { backupInWords } from './backup-words.js';
import { currenciesFor } from './currencies.js';
import { Desk } from './desk.js';
import { sourceTitles } from './import-lines.js';
import { AccountsPage } from './pages/accounts.js';
import { pathsOf } from './pages/paths.js';
import { SettingsPage } from './pages/settings.js';
import { troubleInWords } from './paypal-words.js';
import { type Press, Pressed, Presses, askedOf } from './presses.js';

const { version } = JSON.parse(readFileSync(path.join(checkout, 'package.json'), 'utf8')) as { version: string };

/** What is set once or seldom, and the accounts whose files are brought in. */
@Controller('console/:ledger')
export class SettingsPages {
  constructor(
    @Inject(Desk) private readonly desk: Desk,
    @Inject(Presses) private readonly presses: Presses,
    @Inject(Backups) private readonly backups: Backups,
    @Inject(Reconciliation) private readonly reconciliation: Reconciliation,
    @Inject(PayPalConnections) private readonly connections: PayPalConnections,
    @Inject(Terms) private readonly terms: Terms,
  ) {}

  @Get('settings')
  @Allow('books.view')
  async look(@AskedBy() asker: Asker, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const { zone } = await this.terms.of(asker.ledgerId);
    this.desk.send(
      reply,
      <SettingsPage frame={await this.desk.frame(asker, request)} zone={zone} backup={await this.backup(asker, zone)} version={version} />,
    );
  }

  /** Where folders of the machine are is for stewards. */
  private async backup({ role }: Asker, zone: string): Promise<string> {
    const standing = await this.backups.standing();
    const words = backupInWords(standing, this.desk.now(), zone);
    return role === 'steward' ? `${words} They go to ${standing.folder}.` : words;
  }

  @Get('accounts')
  @Allow('books.view')
  async accounts(@AskedBy() asker: Asker, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    this.desk.send(reply, await this.accountsPage(asker, request, this.desk.blank()));
  }

  @Post('accounts')
  @Allow('accounts.manage')
  open(@Pressed() press: Press, @Res() reply: FastifyReply) {
    return this.presses.act(press, reply, {
      read: (reading) =>
        new OpenAccount({
          ...askedOf(press),
          name: reading.text('name', 'Enter a name for the account.', 60),
          kind: reading.oneOf('source', accountKinds, 'Choose which files come from it.'),
          currency: reading.text('currency', 'Choose its currency.', 20),
        }),
      leadsTo: pathsOf(press.asker.slug).accounts,
      done: 'noted',
      again: (form) => this.accountsPage(press.asker, press.request, form),
    });
  }

  private async accountsPage(asker: Asker, request: FastifyRequest, form: Form) {
    const { currency } = await this.terms.of(asker.ledgerId);
    const standings = new Map((await this.connections.standing(asker.ledgerId)).map((each) => [each.account, each]));
    const mayConnect = isAllowed(asker, 'accounts.connect');
    const accounts = (await this.reconciliation.accounts(asker.ledgerId)).map((row) => ({
      account: row.accountId,
      name: row.name,
      source: sourceTitles[row.kind],
      currency: row.currency,
      ...(row.kind === 'paypal' && mayConnect && { payPal: payPalOf(standings.get(row.accountId)) }),
    }));
    return (
      <AccountsPage
        frame={await this.desk.frame(asker, request)}
        accounts={accounts}
        form={form}
        currencies={currenciesFor(currency)}
        sources={accountKinds.map((kind) => ({ source: kind, title: sourceTitles[kind] }))}
      />
    );
  }
}

function payPalOf(standing: ConnectionStanding | undefined): { isConnected: boolean; trouble?: string } {
  const trouble = standing && troubleInWords(standing);
  return { isConnected: standing !== undefined, ...(trouble && { trouble }) };
}
