import { Controller, Get, Inject, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Allow, AskedBy } from '../web/allow.js';
import type { Asker } from '../web/asker.js';
import { AdoptPublicationRules, ConfirmPublicAddress } from '../domain/ledger.js';
import { previewPublication } from '../domain/publication-decision.js';
import { Ledgers } from '../ledgers/ledgers.queries.js';
import { UnpublishedBooks } from '../publisher/unpublished-books.queries.js';
import type { Form } from '../web/form.js';
import { Desk } from './desk.js';
import { entriesInWords } from './entries-in-words.js';
import { pathsOf } from './pages/paths.js';
import { PublicPage } from './pages/public.js';
import { type Press, Pressed, Presses, askedOf } from './presses.js';

/** What the world may see: the address for life, the rules, and what the next publication will say. */
@Controller('console/:ledger/public')
export class PublicSidePages {
  constructor(
    @Inject(Desk) private readonly desk: Desk,
    @Inject(Presses) private readonly presses: Presses,
    @Inject(Ledgers) private readonly ledgers: Ledgers,
    @Inject(UnpublishedBooks) private readonly unpublished: UnpublishedBooks,
  ) {}

  @Get()
  @Allow('books.view')
  async look(@AskedBy() asker: Asker, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    this.desk.send(reply, await this.page(asker, request, {}));
  }

  @Post('address')
  @Allow('publication.manage')
  confirm(@Pressed() press: Press, @Res() reply: FastifyReply) {
    return this.presses.act(press, reply, {
      read: (reading) =>
        new ConfirmPublicAddress({
          ...askedOf(press),
          address: reading.text('address', 'Enter the host, like ledger.example.').toLowerCase(),
        }),
      leadsTo: pathsOf(press.asker.slug).public,
      done: 'confirmed',
      again: (address) => this.page(press.asker, press.request, { address }),
    });
  }

  @Post('rules')
  @Allow('publication.manage')
  adopt(@Pressed() press: Press, @Res() reply: FastifyReply) {
    return this.presses.act(press, reply, {
      read: (reading) =>
        new AdoptPublicationRules({
          ...askedOf(press),
          preset: reading.oneOf('preset', ['guarded', 'open'] as const, 'Choose how much may be seen.'),
          pledgeEvery: reading.oneOf('pledgeEvery', ['monthly', 'quarterly'] as const, 'Choose how often.'),
        }),
      leadsTo: pathsOf(press.asker.slug).public,
      done: 'adopted',
      again: (rules) => this.page(press.asker, press.request, { rules }),
    });
  }

  private async page(asker: Asker, request: FastifyRequest, forms: { address?: Form; rules?: Form }) {
    const open = await this.ledgers.books(asker.ledgerId);
    const { publication, books } = await this.unpublished.of(asker.ledgerId);
    const preview = previewPublication(publication, books, this.desk.now());
    return (
      <PublicPage
        frame={await this.desk.frame(asker, request)}
        address={open.publicAddress?.host}
        addressForm={forms.address ?? this.desk.blank()}
        suggestedHost={request.host}
        rules={open.rules.at(-1)!.rules}
        rulesForm={forms.rules ?? this.desk.blank()}
        last={publication.status === 'open' ? publication.lastDate : undefined}
        next={
          preview && {
            day: preview.date,
            period: preview.judgement.period,
            willSay: entriesInWords(preview.entries, open.currency),
            waits: preview.judgement.waits.map(({ what, says }) => ({ what: waitWords[what], why: says })),
          }
        }
      />
    );
  }
}

const waitWords = { pledge: 'What was set aside', payouts: 'Money sent', returns: 'Money that came back' } as const;
