import { Body, Controller, Get, Inject, NotFoundException, Param, ParseUUIDPipe, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { BrowserSessions } from '../access/browser-sessions.js';
import { addDaysTo, dayOf } from '../domain/calendar.js';
import { payPalEnvironments } from '../domain/paypal.js';
import { Terms } from '../event-store/ledger-terms.js';
import { type ConnectionStanding, PayPalConnections } from '../reconciliation/paypal-connections.queries.js';
import { Reconciliation } from '../reconciliation/reconciliation.queries.js';
import { Allow, AskedBy } from '../web/allow.js';
import type { Asker } from '../web/asker.js';
import { dayInWords } from '../web/days.js';
import type { Form } from '../web/form.js';
import { Desk } from './desk.js';
import { FormReading, type Posted } from './form-reading.js';
import { pathsOf } from './pages/paths.js';
import { type Connected, PayPalAccountPage } from './pages/paypal.js';
import { troubleInWords } from './paypal-words.js';

const firstLookBackDays = 31;

/** A PayPal account is connected, entered anew, disconnected. What is secret comes in here and is shown nowhere. */
@Controller('console/:ledger/accounts/:account/paypal')
export class PayPalPages {
  constructor(
    @Inject(Desk) private readonly desk: Desk,
    @Inject(PayPalConnections) private readonly connections: PayPalConnections,
    @Inject(Reconciliation) private readonly reconciliation: Reconciliation,
    @Inject(BrowserSessions) private readonly browsers: BrowserSessions,
    @Inject(Terms) private readonly terms: Terms,
  ) {}

  @Get()
  @Allow('accounts.connect')
  async look(
    @AskedBy() asker: Asker,
    @Param('account', ParseUUIDPipe) account: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    this.desk.send(reply, await this.page(asker, account, request, this.desk.blank()));
  }

  @Post()
  @Allow('accounts.connect')
  async connect(
    @AskedBy() asker: Asker,
    @Param('account', ParseUUIDPipe) account: string,
    @Body() posted: Posted,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    await this.desk.tried(
      reply,
      posted,
      async () => {
        const reading = new FormReading(posted);
        const webhookId = reading.optional('webhookId');
        const credentials = {
          environment: reading.oneOf('environment', payPalEnvironments, 'Choose which PayPal it is.'),
          clientId: reading.text('clientId', 'Enter the “Client ID” of your PayPal app.'),
          clientSecret: reading.text('clientSecret', 'Enter the “Secret” of your PayPal app.'),
          ...(webhookId && { webhookId }),
        };
        const since = reading.day('since');
        reading.done();
        await this.connections.connect(asker.ledgerId, account, { credentials, since, by: asker.actor });
        this.desk.goOn(reply, pathsOf(asker.slug).accounts, 'connected');
      },
      (form) => this.page(asker, account, request, form),
    );
  }

  @Post('remove')
  @Allow('accounts.connect')
  async remove(@AskedBy() asker: Asker, @Param('account', ParseUUIDPipe) account: string, @Res() reply: FastifyReply) {
    await this.connections.remove(asker.ledgerId, account);
    this.desk.goOn(reply, pathsOf(asker.slug).accounts, 'disconnected');
  }

  private async page(asker: Asker, accountId: string, request: FastifyRequest, form: Form) {
    const account = (await this.reconciliation.accounts(asker.ledgerId)).find((each) => each.accountId === accountId);
    if (account?.kind !== 'paypal')
      throw new NotFoundException('There is no such account in this ledger. Choose one from the list of accounts.');
    const { zone } = await this.terms.of(asker.ledgerId);
    const standing = (await this.connections.standing(asker.ledgerId)).find((each) => each.account === accountId);
    const { publicUrl } = this.browsers;
    return (
      <PayPalAccountPage
        frame={await this.desk.frame(asker, request)}
        account={accountId}
        name={account.name}
        form={form}
        since={addDaysTo(await this.desk.today(asker.ledgerId), -firstLookBackDays)}
        {...(standing && { connected: connectedOf(standing, zone) })}
        {...(publicUrl && { webhookAddress: `${publicUrl}/webhooks/paypal/${asker.slug}` })}
      />
    );
  }
}

function connectedOf(standing: ConnectionStanding, zone: string): Connected {
  const { environment, takesWebhooks, refused, searchedThrough } = standing;
  const trouble = troubleInWords(standing);
  return {
    environment,
    takesWebhooks,
    refused,
    searched: searchedThrough ? `through ${dayInWords(dayOf(searchedThrough, zone))}` : 'not yet; the first search begins within a minute',
    ...(trouble && { trouble }),
  };
}
