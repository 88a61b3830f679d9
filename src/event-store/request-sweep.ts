import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { addDays, instant } from '../domain/calendar.js';
import { CLOCK, type Clock } from './tokens.js';

const keptDays = 35;

/**
 * A request that came to no events names no subject by which erasure could find its fingerprint; after five weeks, when nobody
 * sends it again, the fingerprint goes.
 */
@Injectable()
export class RequestSweep {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async forgetInputs(): Promise<void> {
    await this.dataSource.query(
      'update request set input_mac = null where event_count = 0 and input_mac is not null and recorded_at < $1',
      [addDays(instant(this.clock()), -keptDays)],
    );
  }
}
