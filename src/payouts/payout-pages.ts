import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { LessThan, type Repository } from 'typeorm';
import { PayoutRow } from './payouts.projection.js';

/** Payouts as programs page through them. */
@Injectable()
export class PayoutPages {
  constructor(@InjectRepository(PayoutRow) private readonly rows: Repository<PayoutRow>) {}

  /** Newest first, before the one with which the page before ended; ids grow with time. */
  page(ledger: string, limit: number, before?: string): Promise<PayoutRow[]> {
    return this.rows.find({
      where: { ledgerId: ledger, ...(before && { payoutId: LessThan(before) }) },
      order: { payoutId: 'DESC' },
      take: limit,
    });
  }
}
