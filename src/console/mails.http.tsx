import { Body, Controller, Get, Inject, Param, ParseUUIDPipe, Post, Req, Res } from '@nestjs/common';
import { isUUID } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { dayOf } from '../domain/calendar.js';
import { invalid } from '../domain/refusal.js';
import { Terms } from '../event-store/ledger-terms.js';
import { MailAddresses } from '../reconciliation/mail-addresses.queries.js';
import { MailBoxes } from '../reconciliation/mail-boxes.queries.js';
import { MailSecrets } from '../reconciliation/mail-secrets.queries.js';
import { Reconciliation } from '../reconciliation/reconciliation.queries.js';
import { Allow, AskedBy } from '../web/allow.js';
import type { Asker } from '../web/asker.js';
import type { Form } from '../web/form.js';
import { isAllowed } from '../web/permissions.js';
import { RequestKey } from '../web/request-key.js';
import { Desk } from './desk.js';
import { FormReading, type Posted } from './form-reading.js';
import { MailsPage } from './pages/mails.js';
import { pathsOf } from './pages/paths.js';
import { PressedOnce } from './pressed-once.js';

/** How mails about e-Transfers come in: to which address, out of which mailbox, handed in by whom. */
@Controller('console/:ledger/mails')
export class MailsPages {
  constructor(
    @Inject(Desk) private readonly desk: Desk,
    @Inject(MailAddresses) private readonly addresses: MailAddresses,
    @Inject(MailBoxes) private readonly boxes: MailBoxes,
    @Inject(MailSecrets) private readonly secrets: MailSecrets,
    @Inject(Reconciliation) private readonly reconciliation: Reconciliation,
    @Inject(PressedOnce) private readonly once: PressedOnce,
    @Inject(Terms) private readonly terms: Terms,
  ) {}

  @Get()
  @Allow('accounts.manage')
  async look(@AskedBy() asker: Asker, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    this.desk.send(reply, await this.page(asker, request, this.desk.blank()));
  }

  @Post('address')
  @Allow('accounts.manage')
  async setAddress(@AskedBy() asker: Asker, @Body() posted: Posted, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    await this.tried(asker, posted, request, reply, async (reading) => {
      const account = accountIn(reading, 'account');
      const address = reading.text('address', 'Enter the address at which e-Transfers reach you.', 254);
      const ownHost = reading.optional('ownHost', 253);
      reading.done();
      await this.addresses.set(asker.ledgerId, account, { address, ...(ownHost && { ownHost }) });
    });
  }

  @Post('mailbox')
  @Allow('tokens.manage')
  async setBox(@AskedBy() asker: Asker, @Body() posted: Posted, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    await this.tried(asker, posted, request, reply, async (reading) => {
      const account = accountIn(reading, 'boxAccount');
      const access = {
        host: reading.text('host', 'Enter the name of the IMAP server.', 253),
        port: Number(reading.text('port', 'Enter its port, 993 unless your host says otherwise.', 5)),
        name: reading.text('name', 'Enter the name with which you sign in to this mailbox.', 254),
        password: reading.text('password', 'Enter its password.', 500) && String(posted.password), // with the blanks that are part of it
        folder: reading.text('folder', 'Enter the folder, like INBOX.', 200),
      };
      reading.done();
      await this.boxes.set(asker.ledgerId, account, access);
    });
  }

  @Post('mailbox/:account/forget')
  @Allow('tokens.manage')
  async forgetBox(@AskedBy() asker: Asker, @Param('account', ParseUUIDPipe) account: string, @Res() reply: FastifyReply) {
    await this.boxes.forget(asker.ledgerId, account);
    this.desk.goOn(reply, pathsOf(asker.slug).mails, 'forgotten');
  }

  @Post('secret')
  @Allow('tokens.manage')
  async makeSecret(@AskedBy() asker: Asker, @RequestKey() key: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const secret = await this.once.answer(`${asker.actor} ${key}`, () => this.secrets.issue(asker.ledgerId));
    this.desk.send(reply, await this.page(asker, request, this.desk.blank(), secret));
  }

  @Post('secret/end')
  @Allow('tokens.manage')
  async endSecret(@AskedBy() asker: Asker, @Res() reply: FastifyReply) {
    await this.secrets.end(asker.ledgerId);
    this.desk.goOn(reply, pathsOf(asker.slug).mails, 'revoked');
  }

  private async tried(
    asker: Asker,
    posted: Posted,
    request: FastifyRequest,
    reply: FastifyReply,
    act: (reading: FormReading) => Promise<void>,
  ): Promise<void> {
    await this.desk.tried(
      reply,
      posted,
      async () => {
        await act(new FormReading(posted));
        this.desk.goOn(reply, pathsOf(asker.slug).mails, 'noted');
      },
      (form) => this.page(asker, request, form),
    );
  }

  private async page(asker: Asker, request: FastifyRequest, form: Form, secret?: string) {
    const { ledgerId, slug } = asker;
    const { zone } = await this.terms.of(ledgerId);
    const [addresses, boxes, madeAt] = await Promise.all([
      this.addresses.of(ledgerId),
      this.boxes.of(ledgerId),
      this.secrets.madeAt(ledgerId),
    ]);
    const banks = (await this.reconciliation.accounts(ledgerId)).filter(({ kind }) => kind === 'bank');
    const accounts = banks.map(({ accountId, name }) => {
      const said = addresses.find(({ account }) => account === accountId);
      const box = boxes.find(({ account }) => account === accountId);
      return {
        account: accountId,
        name,
        ...(said && { address: said.address, ...(said.ownHost && { ownHost: said.ownHost }) }),
        ...(box && { box: { ...box, ...(box.lookedAt && { lookedOn: dayOf(box.lookedAt, zone) }) } }),
      };
    });
    return (
      <MailsPage
        frame={await this.desk.frame(asker, request)}
        form={form}
        accounts={accounts}
        mayConnect={isAllowed(asker, 'tokens.manage')}
        webhook={`/webhooks/mail/${slug}`}
        {...(madeAt && { secretMadeOn: dayOf(madeAt, zone) })}
        {...(secret && { secret })}
      />
    );
  }
}

function accountIn(reading: FormReading, field: string): string {
  const account = reading.text(field, 'Choose the account.', 40);
  if (account && !isUUID(account)) throw invalid(field, 'Choose an account of this ledger.');
  return account;
}
