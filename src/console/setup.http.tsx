import { Body, Controller, Get, GoneException, Inject, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../web/allow.js';
import { BrowserSessions } from '../access/browser-sessions.js';
import { FirstLedger } from '../access/first-ledger.js';
import { SetupLinks } from '../access/setup-links.js';
import { dayOf } from '../domain/calendar.js';
import { isCurrency } from '../domain/currency.js';
import { offeringPresets } from '../ledgers/offering-presets.queries.js';
import type { Form } from '../web/form.js';
import { RequestKey } from '../web/request-key.js';
import { Desk } from './desk.js';
import type { Posted } from './form-reading.js';
import { pathsOf } from './pages/paths.js';
import { SetupGonePage, SetupPage } from './pages/setup.js';
import { allCurrencies, proposedBackupFolder, zonesHere } from './setup-choices.js';
import { readSetup } from './setup-form.js';

/** The first run, behind the one-time link that the start prints. Looking at it changes nothing; the form uses the link up. */
@Controller('setup')
export class SetupPages {
  constructor(
    @Inject(Desk) private readonly desk: Desk,
    @Inject(SetupLinks) private readonly links: SetupLinks,
    @Inject(FirstLedger) private readonly firstLedger: FirstLedger,
    @Inject(BrowserSessions) private readonly browsers: BrowserSessions,
  ) {}

  @Public()
  @Get(':token')
  async look(@Param('token') token: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    await this.whileGood(reply, async () => {
      await this.links.check(token);
      this.desk.send(reply, this.page(token, request, this.desk.blank()));
    });
  }

  @Public()
  @Post(':token')
  async open(
    @Param('token') token: string,
    @RequestKey() key: string,
    @Body() posted: Posted,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    await this.whileGood(reply, async () => {
      await this.links.check(token);
      await this.desk.tried(
        reply,
        posted,
        async () => {
          const wish = readSetup(posted, offeringPresets());
          const account = await this.firstLedger.open(token, key, wish);
          await this.browsers.begin(request, reply, account);
          this.desk.goOn(reply, pathsOf(wish.opening.slug).today, 'opened');
        },
        async (form) => this.page(token, request, form),
      );
    });
  }

  private async whileGood(reply: FastifyReply, act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (error) {
      if (!(error instanceof GoneException)) throw error;
      this.desk.send(reply, <SetupGonePage command="npm run cli -- setup-link" />, 410);
    }
  }

  private page(token: string, request: FastifyRequest, form: Form) {
    const zones = zonesHere();
    const presets = offeringPresets().map(({ value, title, offerings }) => ({
      value,
      title,
      offerings: offerings.map(({ name }) => name),
    }));
    return (
      <SetupPage
        action={`/setup/${encodeURIComponent(token)}`}
        form={withKnownCurrency(form)}
        zones={zones}
        currencies={allCurrencies()}
        today={dayOf(this.desk.now(), zones[0] ?? 'UTC')}
        presets={presets}
        backupFolder={proposedBackupFolder()}
        host={request.host}
      />
    );
  }
}

/** The page reckons an example in the currency chosen; one that nobody offered is as good as none. */
function withKnownCurrency(form: Form): Form {
  const { currency, ...typed } = form.typed;
  return typeof currency === 'string' && isCurrency(currency) ? form : { ...form, typed };
}
