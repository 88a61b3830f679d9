import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { addMinutes, instant } from '../domain/calendar.js';
import { CLOCK, type Clock } from '../event-store/tokens.js';
import { hashOf, isSecret, newSecret } from './secrets.js';

/** The password was right and a code is asked for; a device is asked to sign in; a device is asked for a new passkey. */
export type StepKind = 'code' | 'passkey' | 'new-passkey';

export interface Step {
  /** Whose; nobody's yet while a device is asked who it is. */
  readonly accountId?: string;
  /** What the device signs. */
  readonly challenge?: string;
}

const minutes = 5;
/** After so many wrong codes one begins with the password again, which is slowed down by place and name. */
const mostTries = 5;

/** What lies between two requests of one sign-in. The browser carries a token, the database its hash, for minutes. */
@Injectable()
export class SignInSteps {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async begin(kind: StepKind, { accountId, challenge }: Step): Promise<string> {
    const { text, hash } = newSecret();
    await this.dataSource.query(
      'insert into sign_in_step (token_hash, kind, account_id, challenge, expires_at) values ($1, $2, $3, $4, $5)',
      [hash, kind, accountId ?? null, challenge ?? null, addMinutes(instant(this.clock()), minutes)],
    );
    return text;
  }

  /** Counts a try before its outcome is known; undefined once it has run out, was used, or was tried too often. */
  async tryAt(token: string, kind: StepKind): Promise<Step | undefined> {
    if (!isSecret(token)) return undefined;
    const [rows] = await this.dataSource.query<[{ account_id: string | null; challenge: string | null }[], number]>(
      `update sign_in_step set tries = tries + 1 where token_hash = $1 and kind = $2 and expires_at > $3 and tries < ${mostTries}
       returning account_id, challenge`,
      [hashOf(token), kind, instant(this.clock())],
    );
    const [row] = rows;
    return row && { ...(row.account_id && { accountId: row.account_id }), ...(row.challenge && { challenge: row.challenge }) };
  }

  /** False when another request ended it first: then that one has signed in. */
  async end(token: string): Promise<boolean> {
    const [, ended] = await this.dataSource.query<[unknown, number]>('delete from sign_in_step where token_hash = $1', [hashOf(token)]);
    return ended === 1;
  }
}
