import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { LessThan, type Repository } from 'typeorm';
import { ObligationRow } from './obligations.projection.js';

/** What is owed, line by line, as programs page through it. */
@Injectable()
export class ObligationPages {
  constructor(@InjectRepository(ObligationRow) private readonly rows: Repository<ObligationRow>) {}

  /** Newest first, before the position with which the page before ended. */
  page(ledger: string, limit: number, before?: bigint): Promise<ObligationRow[]> {
    return this.rows.find({
      where: { ledgerId: ledger, ...(before !== undefined && { position: LessThan(before) }) },
      order: { position: 'DESC' },
      take: limit,
    });
  }
}
