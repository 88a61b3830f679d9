import { createHash, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { type Instant, addDays, instant } from '../domain/calendar.js';
import { CLOCK, type Clock } from '../event-store/tokens.js';
import { Payouts } from '../payouts/payouts.queries.js';
import type { PayoutRow } from '../payouts/payouts.projection.js';
import { codeOf, typedCode } from './codes.js';

/** So long after the last payout, or after it was given, a code opens the page. */
export const codeDays = 60;
const looksBack = 1000;

export interface Theirs {
  readonly recipient: string;
  /** Their payouts, newest first. */
  readonly payouts: readonly PayoutRow[];
}

/** Codes with which people see what was sent to them. Only their hashes are kept; a new one ends the one before. */
@Injectable()
export class PersonCodes {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(Payouts) private readonly payouts: Payouts,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @returns the code, to be told once */
  async issue(ledger: string, recipient: string): Promise<string> {
    const code = codeOf(randomBytes(16));
    await this.dataSource.transaction(async (database) => {
      await database.query('delete from person_code where ledger_id = $1 and recipient_id = $2', [ledger, recipient]);
      await database.query('insert into person_code (ledger_id, code_hash, recipient_id, made_at) values ($1, $2, $3, $4)', [
        ledger,
        hashOf(ledger, typedCode(code)!),
        recipient,
        instant(this.clock()),
      ]);
    });
    return code;
  }

  async end(ledger: string, recipient: string): Promise<void> {
    await this.dataSource.query('delete from person_code where ledger_id = $1 and recipient_id = $2', [ledger, recipient]);
  }

  /** Undefined for a code that is none, was ended, or whose time is over: nobody learns which. */
  async open(ledger: string, typed: string): Promise<Theirs | undefined> {
    const code = typedCode(typed);
    if (!code) return undefined;
    const [row] = await this.dataSource.query<{ recipient_id: string; made_at: Date }[]>(
      'select recipient_id, made_at from person_code where ledger_id = $1 and code_hash = $2',
      [ledger, hashOf(ledger, code)],
    );
    if (!row) return undefined;
    const all = await this.payouts.latest(ledger, looksBack);
    const people = await this.payouts.peopleTags(ledger, all);
    const payouts = all.filter((_, index) => people[index] === row.recipient_id);
    return this.isOver(row.made_at.toISOString(), payouts) ? undefined : { recipient: row.recipient_id, payouts };
  }

  private isOver(madeAt: Instant, payouts: readonly PayoutRow[]): boolean {
    const last = [madeAt, ...payouts.map(({ sentAt, proposedAt }) => sentAt ?? proposedAt)].sort().at(-1)!;
    return instant(this.clock()) > addDays(last, codeDays);
  }
}

const hashOf = (ledger: string, code: string): Buffer => createHash('sha256').update(`mal/person-code/v1\n${ledger}\n${code}`).digest();
