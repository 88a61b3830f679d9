import { Controller, Get, Inject, Param, ParseUUIDPipe } from '@nestjs/common';
import { Allow, AskedBy } from '../web/allow.js';
import type { Asker } from '../web/asker.js';
import { Receipts } from './receipts.queries.js';

/** Receipts as files that their people keep, where they asked for one. Made anew each time and kept nowhere here. */
@Controller('api/v1/ledgers/:ledger/payouts/:payout/receipts')
export class ReceiptsController {
  constructor(@Inject(Receipts) private readonly receipts: Receipts) {}

  @Get()
  @Allow('calls.view')
  async list(@AskedBy() { ledgerId }: Asker, @Param('payout', ParseUUIDPipe) payout: string) {
    const files = await this.receipts.of(ledgerId, payout);
    return { items: files.map(({ index, slots, text }) => ({ index, slots, file: text })) };
  }
}
