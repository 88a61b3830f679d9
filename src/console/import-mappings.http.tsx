import { Controller, Get, Inject, Param, ParseUUIDPipe, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ImportMappings } from '../reconciliation/import-mappings.queries.js';
import { Reconciliation } from '../reconciliation/reconciliation.queries.js';
import { Allow, AskedBy } from '../web/allow.js';
import type { Asker } from '../web/asker.js';
import { Desk } from './desk.js';
import { MappingsPage } from './pages/mappings.js';
import { pathsOf } from './pages/paths.js';

/** What was said of unknown files' columns, listed and forgotten. */
@Controller('console/:ledger/imports/mappings')
export class ImportMappingsPages {
  constructor(
    @Inject(Desk) private readonly desk: Desk,
    @Inject(ImportMappings) private readonly mappings: ImportMappings,
    @Inject(Reconciliation) private readonly reconciliation: Reconciliation,
  ) {}

  @Get()
  @Allow('observations.import')
  async list(@AskedBy() asker: Asker, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const accounts = new Map((await this.reconciliation.accounts(asker.ledgerId)).map(({ accountId, name }) => [accountId, name]));
    const files = (await this.mappings.all(asker.ledgerId)).map(({ id, name, account, mapping }) => ({
      mapping: id,
      name,
      account: accounts.get(account) ?? 'an account',
      holdsTotals: mapping.holdsTotals ?? false,
      headings: mapping.headings,
    }));
    this.desk.send(reply, <MappingsPage frame={await this.desk.frame(asker, request)} files={files} />);
  }

  @Post(':mapping/forget')
  @Allow('observations.import')
  async forget(@AskedBy() asker: Asker, @Param('mapping', ParseUUIDPipe) mapping: string, @Res() reply: FastifyReply) {
    await this.mappings.forget(asker.ledgerId, mapping);
    this.desk.goOn(reply, pathsOf(asker.slug).mappings, 'forgotten');
  }
}
