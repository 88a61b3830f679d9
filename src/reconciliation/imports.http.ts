import { Body, Controller, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Req } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { isUUID } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import { Allow, AskedBy } from '../web/allow.js';
import type { Asker } from '../web/asker.js';
import { StateDayTotals } from '../domain/day-total.js';
import { ConfirmImport } from '../domain/import.js';
import { type Confirmed, nothingRecorded } from '../domain/import-outcome.js';
import { invalid } from '../domain/refusal.js';
import type { Decided } from '../event-store/event-store.js';
import { RequestKey } from '../web/request-key.js';
import { readUpload } from '../web/uploads.js';
import { ImportDrafts } from './import-drafts.queries.js';
import { ImportPreviews } from './import-preview.queries.js';
import { ConfirmationDto, verdictsOf } from './imports.dto.js';
import { confirmedView, previewView } from './imports.views.js';

/** Files of banks and PayPal, for programs: brought in, looked at, confirmed. */
@Controller('api/v1/ledgers/:ledger/imports')
export class ImportsController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(ImportDrafts) private readonly drafts: ImportDrafts,
    @Inject(ImportPreviews) private readonly previews: ImportPreviews,
  ) {}

  /** Records nothing yet: sent twice, there are two previews, and whichever is confirmed first leaves the other nothing to add. */
  @Post()
  @Allow('observations.import')
  async bring(@AskedBy() { ledgerId }: Asker, @Req() request: FastifyRequest) {
    const {
      fields: { account = '', format, ...unknown },
      bytes,
    } = await readUpload(request);
    for (const field of Object.keys(unknown)) throw invalid(field, `There is no field "${field.slice(0, 40)}" here. Leave it out.`);
    if (!isUUID(account)) throw invalid('account', 'Send the id of the account that the file is from.');
    const id = await this.drafts.read(ledgerId, account, bytes, format || undefined);
    return previewView(await this.previews.of(ledgerId, id));
  }

  @Get(':import')
  @Allow('observations.import')
  async preview(@AskedBy() { ledgerId }: Asker, @Param('import', ParseUUIDPipe) id: string) {
    return previewView(await this.previews.of(ledgerId, id));
  }

  @Post(':import/confirm')
  @HttpCode(200)
  @Allow('observations.import')
  async confirm(
    @AskedBy() asker: Asker,
    @RequestKey() request: string,
    @Param('import', ParseUUIDPipe) id: string,
    @Body() sent: ConfirmationDto,
  ) {
    const { lines, account, totals } = await this.drafts.open(asker.ledgerId, id);
    const verdicts = verdictsOf(sent.verdicts, new Set(lines.map(({ line }) => line)));
    const asked = { ledger: asker.ledgerId, by: asker.actor, request };
    if (totals) {
      const { events }: Decided = await this.commands.execute(new StateDayTotals({ ...asked, account, totals }));
      return { ...confirmedView(id, nothingRecorded), totals: events.length };
    }
    const confirmed: Confirmed = await this.commands.execute(new ConfirmImport({ ...asked, import: id, verdicts }));
    return confirmedView(id, confirmed);
  }
}
