import { Body, Controller, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import type { NamedMapping } from '../domain/mapping.js';
import { invalid } from '../domain/refusal.js';
import { Allow, AskedBy } from '../web/allow.js';
import type { Asker } from '../web/asker.js';
import { ImportDrafts } from './import-drafts.queries.js';
import { ImportMappings } from './import-mappings.queries.js';
import { MappingDto, mappingIn } from './mappings.dto.js';

/** What the columns of files are that no reader knows, for programs: said, listed, taken back. No line that was read by one changes. */
@Controller('api/v1/ledgers/:ledger/mappings')
export class MappingsController {
  constructor(
    @Inject(ImportDrafts) private readonly drafts: ImportDrafts,
    @Inject(ImportMappings) private readonly mappings: ImportMappings,
  ) {}

  @Get()
  @Allow('observations.import')
  async list(@AskedBy() { ledgerId }: Asker) {
    return { items: (await this.mappings.all(ledgerId)).map(mappingView) };
  }

  /** Said twice it is said once: the name within the account tells. */
  @Post()
  @Allow('observations.import')
  async say(@AskedBy() { ledgerId }: Asker, @Body() said: MappingDto) {
    const name = said.name.trim();
    if (name === '') throw invalid('name', 'Give it a name, so that you find it the next time.');
    await this.drafts.accountOf(ledgerId, said.account);
    await this.mappings.save(ledgerId, said.account, name, mappingIn(said));
    const all = await this.mappings.all(ledgerId);
    return mappingView(all.find((each) => each.account === said.account && each.name === name)!);
  }

  /** Forgotten twice, it is forgotten once. */
  @Post(':mapping/forget')
  @HttpCode(204)
  @Allow('observations.import')
  async forget(@AskedBy() { ledgerId }: Asker, @Param('mapping', ParseUUIDPipe) mapping: string) {
    await this.mappings.forget(ledgerId, mapping);
  }
}

const mappingView = ({ id, name, account, mapping }: NamedMapping & { readonly account: string }) => ({
  mapping: id,
  account,
  name,
  ...mapping,
});
