import { Body, Controller, Get, HttpCode, Inject, NotFoundException, Post, Query, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { IsIn, IsString, MaxLength } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Allow, AskedBy } from '../web/allow.js';
import type { Asker } from '../web/asker.js';
import { instant } from '../domain/calendar.js';
import { AdoptPublicationRules, ConfirmPayers, ConfirmPublicAddress, type RulesAdoption } from '../domain/ledger.js';
import { previewPublication } from '../domain/publication-decision.js';
import { CLOCK, type Clock } from '../event-store/tokens.js';
import { PublishedEntries } from '../transparency/published-entries.queries.js';
import { readPosition } from '../web/cursors.js';
import { PageQuery, answerPage } from '../web/paging.js';
import { RequestKey } from '../web/request-key.js';
import { UnpublishedBooks } from './unpublished-books.queries.js';

export class RulesDto {
  @IsIn(['guarded', 'open'])
  preset: RulesAdoption['preset'];

  @IsIn(['monthly', 'quarterly'])
  pledgeEvery: RulesAdoption['pledgeEvery'];
}

export class AddressDto {
  /** The host alone, like `ledger.example`: no https://, no path. */
  @IsString()
  @MaxLength(210)
  address: string;
}

export class PayersDto {
  /** The month up to which the payments wait, like `2026-10`. */
  @IsString()
  @MaxLength(20)
  period: string;

  @IsString()
  @MaxLength(20)
  currency: string;
}

/** What the world may see, for stewards' programs: what the next publication says, what waits, and the rules of both. */
@Controller('api/v1/ledgers/:ledger/publications')
export class PublicationsController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(UnpublishedBooks) private readonly unpublished: UnpublishedBooks,
    @Inject(PublishedEntries) private readonly published: PublishedEntries,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** What is published, newest entry first, as the exact bytes that the world sees. */
  @Get()
  @Allow('books.view')
  async list(
    @AskedBy() { ledgerId }: Asker,
    @Query() { limit, after }: PageQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const entries = await this.published.page(ledgerId, limit, readPosition(after));
    return answerPage(request, reply, entries, limit, ({ place }) => [String(place)]);
  }

  /** As it would be, were nothing to happen until then. Its slots are placeholders; what waits leaves no trace in public. */
  @Get('next')
  @Allow('publication.manage')
  async next(@AskedBy() { ledgerId }: Asker) {
    const { publication, books } = await this.unpublished.of(ledgerId);
    const preview = previewPublication(publication, books, instant(this.clock()));
    if (!preview) throw new NotFoundException('Nothing is to be published: there is no promise yet, or the log is closed.');
    const { date, dueAt, judgement, entries } = preview;
    return { date, dueAt, period: judgement.period, addressConfirmed: books.address !== undefined, entries, waits: judgement.waits };
  }

  @Post('rules')
  @HttpCode(200)
  @Allow('publication.manage')
  async adoptRules(@AskedBy() asker: Asker, @RequestKey() request: string, @Body() { preset, pledgeEvery }: RulesDto) {
    await this.commands.execute(new AdoptPublicationRules({ ledger: asker.ledgerId, by: asker.actor, request, preset, pledgeEvery }));
    return { preset, pledgeEvery };
  }

  /** Once, for life. Nothing is published before. */
  @Post('public-address')
  @HttpCode(200)
  @Allow('publication.manage')
  async confirmAddress(@AskedBy() asker: Asker, @RequestKey() request: string, @Body() { address }: AddressDto) {
    await this.commands.execute(new ConfirmPublicAddress({ ledger: asker.ledgerId, by: asker.actor, request, address }));
    return { address };
  }

  /** The practitioner's word that what waits came from enough different payers. */
  @Post('payers-confirmed')
  @HttpCode(200)
  @Allow('publication.manage')
  async confirmPayers(@AskedBy() asker: Asker, @RequestKey() request: string, @Body() { period, currency }: PayersDto) {
    await this.commands.execute(new ConfirmPayers({ ledger: asker.ledgerId, by: asker.actor, request, period, currency }));
    return { period, currency };
  }
}
