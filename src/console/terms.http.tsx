import { Controller, Get, Inject, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Allow, AskedBy } from '../web/allow.js';
import type { Asker } from '../web/asker.js';
import { dayOf } from '../domain/calendar.js';
import { StateOpeningBalance } from '../domain/fund.js';
import { DefineOffering } from '../domain/offering.js';
import type { TaxTreatment } from '../domain/tax.js';
import { AdoptPledgePolicy, adoptPledgePolicy, bases, pledgeInForce } from '../domain/pledge.js';
import { Ledgers } from '../ledgers/ledgers.queries.js';
import { Obligations } from '../obligations/obligations.queries.js';
import { PromisePreviews, type TwelveMonths } from '../reports/promise-previews.js';
import type { Form } from '../web/form.js';
import { currenciesFor } from './currencies.js';
import { Desk } from './desk.js';
import { FormReading } from './form-reading.js';
import { OfferingsPage } from './pages/offerings.js';
import { OpeningPage } from './pages/opening.js';
import { pathsOf } from './pages/paths.js';
import { PromisePage } from './pages/promise.js';
import { type Press, Pressed, Presses, askedOf } from './presses.js';

/** The standing terms: the promise and its versions, what is sold, what was owed before. */
@Controller('console/:ledger')
export class TermsPages {
  constructor(
    @Inject(Desk) private readonly desk: Desk,
    @Inject(Presses) private readonly presses: Presses,
    @Inject(Ledgers) private readonly ledgers: Ledgers,
    @Inject(Obligations) private readonly obligations: Obligations,
    @Inject(PromisePreviews) private readonly previews: PromisePreviews,
  ) {}

  @Get('promise')
  @Allow('books.view')
  async promise(@AskedBy() asker: Asker, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    this.desk.send(reply, await this.promisePage(asker, request, this.desk.blank()));
  }

  @Post('promise')
  @Allow('policies.manage')
  adopt(@Pressed() press: Press, @Res() reply: FastifyReply) {
    if (press.posted.step === 'preview') return this.preview(press, reply);
    return this.presses.act(press, reply, {
      read: (reading) => new AdoptPledgePolicy({ ...askedOf(press), ...readPromise(reading) }),
      leadsTo: pathsOf(press.asker.slug).promise,
      done: 'adopted',
      again: (form) => this.promisePage(press.asker, press.request, form),
    });
  }

  /** The same form and the same checks; nothing is adopted. */
  private preview({ asker, key, posted, request }: Press, reply: FastifyReply) {
    return this.desk.tried(
      reply,
      posted,
      async () => {
        const reading = new FormReading(posted);
        const wish = { ...askedOf({ asker, key, posted, request }), ...readPromise(reading) };
        reading.done();
        const [draft] = adoptPledgePolicy(await this.ledgers.books(asker.ledgerId), wish, this.desk.now());
        if (draft?.type !== 'PledgePolicyAdopted') throw new Error('A promise is adopted or refused.');
        const preview = await this.previews.of(asker.ledgerId, draft.data);
        const { step: _step, ...typed } = posted;
        this.desk.send(reply, await this.promisePage(asker, request, this.desk.blank(typed), preview));
      },
      (form) => this.promisePage(asker, request, form),
    );
  }

  private async promisePage(asker: Asker, request: FastifyRequest, form: Form, preview?: TwelveMonths) {
    const { policies, zone } = await this.ledgers.books(asker.ledgerId);
    const today = dayOf(this.desk.now(), zone);
    return (
      <PromisePage
        frame={await this.desk.frame(asker, request)}
        inForce={pledgeInForce(policies, today)}
        versions={policies.toReversed()}
        form={form}
        today={today}
        preview={preview}
      />
    );
  }

  @Get('offerings')
  @Allow('books.view')
  async offerings(@AskedBy() asker: Asker, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    this.desk.send(reply, await this.offeringsPage(asker, request, this.desk.blank()));
  }

  @Post('offerings')
  @Allow('policies.manage')
  define(@Pressed() press: Press, @Res() reply: FastifyReply) {
    return this.presses.act(press, reply, {
      read: (reading) => new DefineOffering({ ...askedOf(press), ...readOffering(reading) }),
      leadsTo: pathsOf(press.asker.slug).offerings,
      done: 'defined',
      again: (form) => this.offeringsPage(press.asker, press.request, form),
    });
  }

  private async offeringsPage(asker: Asker, request: FastifyRequest, form: Form) {
    const { offerings } = await this.ledgers.books(asker.ledgerId);
    return <OfferingsPage frame={await this.desk.frame(asker, request)} offerings={Object.values(offerings)} form={form} />;
  }

  @Get('opening')
  @Allow('books.view')
  async opening(@AskedBy() asker: Asker, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    this.desk.send(reply, await this.openingPage(asker, request, this.desk.blank()));
  }

  @Post('opening')
  @Allow('policies.manage')
  state(@Pressed() press: Press, @Res() reply: FastifyReply) {
    return this.presses.act(press, reply, {
      read: (reading) => {
        const owed = reading.money('owed', 'currency', true);
        const paid = reading.money('paid', 'currency', true);
        return new StateOpeningBalance({ ...askedOf(press), owed, paid });
      },
      leadsTo: pathsOf(press.asker.slug).opening,
      done: 'stated',
      again: (form) => this.openingPage(press.asker, press.request, form),
    });
  }

  private async openingPage(asker: Asker, request: FastifyRequest, form: Form) {
    const { currency } = await this.ledgers.books(asker.ledgerId);
    const stated = await this.obligations.openings(asker.ledgerId);
    const left = stated.length === 0 ? currenciesFor(currency) : [];
    return <OpeningPage frame={await this.desk.frame(asker, request)} stated={stated} form={form} currencies={left} />;
  }
}

const readPromise = (reading: FormReading) => ({
  shareBp: reading.percent('sharePercent', 'Enter the share in percent, like 20.'),
  base: reading.oneOf('base', bases, 'Choose what the share is taken of.'),
  currencyRule: reading.oneOf('currencyRule', ['home', 'own'] as const, 'Choose how other currencies are kept.'),
  startsOn: reading.day('startsOn'),
  words: reading.text('words', 'Say your promise in your own words.', 4000),
});

function readOffering(reading: FormReading) {
  const offering = reading.text('offering', 'Enter a short name, like ces-50.', 40);
  const name = reading.text('name', 'Enter the name of what is sold.', 120);
  const [lowerFrom, lowerTo, upperFrom, upperTo] = ['lowerFrom', 'lowerTo', 'upperFrom', 'upperTo'].map((field) =>
    reading.optionalMoney(field),
  );
  const tax = readTax(reading);
  const insidePledge = reading.oneOf('insidePledge', ['yes', 'no'] as const, 'Say whether it is part of your promise.') === 'yes';
  const bands =
    lowerFrom && lowerTo
      ? { lower: { from: lowerFrom, to: lowerTo }, upper: { from: upperFrom ?? lowerFrom, to: upperTo ?? lowerTo } }
      : undefined;
  return { offering, name, ...(bands && { bands }), tax, insidePledge };
}

function readTax(reading: FormReading): TaxTreatment {
  const treatment = reading.oneOf(
    'treatment',
    ['taxable', 'zero-rated', 'exempt', 'not-registered'] as const,
    'Choose how tax sits in the price.',
  );
  if (treatment === 'taxable') return { treatment, rateBp: reading.percent('taxPercent', 'Enter the rate inside the price, like 5.') };
  reading.optional('taxPercent');
  return { treatment };
}
