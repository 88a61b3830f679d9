import { createHash, randomInt } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { instant } from '../domain/calendar.js';
import { CLOCK, type Clock } from '../event-store/tokens.js';

const howMany = 10;
const groups = 4;
const inGroup = 4;
/** Without letters and digits that are taken for one another. */
const letters = 'abcdefghjkmnpqrstuvwxyz23456789';

/** For whoever has lost the app or the device. Each is good once; new ones end the former. */
@Injectable()
export class RecoveryCodes {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @returns the codes, to be shown once; they are kept hashed */
  async make(accountId: string): Promise<readonly string[]> {
    const codes = Array.from({ length: howMany }, newCode);
    await this.dataSource.transaction(async (database) => {
      await database.query('select from steward_account where account_id = $1 for update', [accountId]); // two presses, one after the other
      await database.query('delete from recovery_code where account_id = $1', [accountId]);
      await database.query(
        'insert into recovery_code (account_id, code_hash, made_at) select $1, hash, $3 from unnest($2::bytea[]) as hash',
        [accountId, codes.map((code) => hashOf(accountId, code)), instant(this.clock())],
      );
    });
    return codes;
  }

  async left(accountId: string): Promise<number> {
    const [row] = await this.dataSource.query<{ count: number }[]>(
      'select count(*)::int as count from recovery_code where account_id = $1',
      [accountId],
    );
    return row!.count;
  }

  /** True once for each code. */
  async use(accountId: string, typed: string): Promise<boolean> {
    const [, used] = await this.dataSource.query<[unknown, number]>('delete from recovery_code where account_id = $1 and code_hash = $2', [
      accountId,
      hashOf(accountId, typed),
    ]);
    return used === 1;
  }

  async end(accountId: string): Promise<void> {
    await this.dataSource.query('delete from recovery_code where account_id = $1', [accountId]);
  }
}

/** 79 random bits, which no one guesses: so a fast hash is enough. */
const newCode = (): string =>
  Array.from({ length: groups }, () => Array.from({ length: inGroup }, () => letters[randomInt(letters.length)]).join('')).join('-');

/** However it was typed: capitals, blanks and hyphens make no difference. */
const hashOf = (accountId: string, code: string): Buffer =>
  createHash('sha256')
    .update(`mal/recovery-code/v1\n${accountId}\n${code.toLowerCase().replace(/[\s-]/g, '')}`)
    .digest();
