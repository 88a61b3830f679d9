import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { type Instant, addDays, instant } from '../domain/calendar.js';
import type { Role } from '../domain/ledger.js';
import { invalid } from '../domain/refusal.js';
import { newId } from '../event-store/ids.js';
import { CLOCK, type Clock } from '../event-store/tokens.js';
import { ApiTokenRow } from './api-token.row.js';
import { Recent } from './recent.js';
import { hashOf, isSecret, newSecret } from './secrets.js';

export const apiTokenPrefix = 'mal_';
export const longestTokenDays = 366;
const longestLabel = 60;

export interface TokenWish {
  readonly role: Role;
  /** What it is for, in a steward's words. */
  readonly label: string;
  readonly expiresAt: Instant;
  /** The actor who makes it. */
  readonly by: string;
}

/** Ways in for programs. A token revoked in another program of the same host is refused here within five seconds. */
@Injectable()
export class ApiTokens {
  private readonly recent = new Recent<ApiTokenRow>();

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @returns the token, to be shown once */
  async issue(ledgerId: string, { role, label, expiresAt, by }: TokenWish): Promise<string> {
    const now = instant(this.clock());
    const words = label.trim();
    if (!words || words.length > longestLabel)
      throw invalid('label', `Say in up to ${longestLabel} characters what the token is for, like "bookkeeping sheet".`);
    if (expiresAt <= now) throw invalid('expiresAt', 'The token would have run out already. Choose a later day.');
    if (expiresAt > addDays(now, longestTokenDays)) throw invalid('expiresAt', 'A token lasts a year at most. Choose an earlier day.');
    const { text, hash } = newSecret(apiTokenPrefix);
    await this.dataSource.manager.insert(ApiTokenRow, {
      ledgerId,
      tokenId: newId(this.clock),
      tokenHash: hash,
      role,
      label: words,
      madeBy: by,
      madeAt: now,
      expiresAt,
      lastUsedOn: null,
    });
    return text;
  }

  /** Also notes the day of its use, once a day. */
  async find(token: string): Promise<ApiTokenRow | undefined> {
    if (!isSecret(token, apiTokenPrefix)) return undefined;
    const tokenHash = hashOf(token);
    const key = tokenHash.toString('hex');
    const found = await this.recent.of(key, async () => (await this.dataSource.manager.findOneBy(ApiTokenRow, { tokenHash })) ?? undefined);
    const now = instant(this.clock());
    if (!found || found.expiresAt <= now) return undefined;
    const today = now.slice(0, 10);
    if (found.lastUsedOn !== null && found.lastUsedOn >= today) return found;
    const { ledgerId, tokenId } = found;
    const { affected } = await this.dataSource.manager.update(ApiTokenRow, { ledgerId, tokenId }, { lastUsedOn: today });
    this.recent.forget(key);
    return affected === 1 ? Object.assign(found, { lastUsedOn: today }) : undefined;
  }

  /** The tokens of this ledger, the newest first, expired ones too. */
  ofLedger(ledgerId: string): Promise<ApiTokenRow[]> {
    return this.dataSource.manager.find(ApiTokenRow, { where: { ledgerId }, order: { tokenId: 'desc' } });
  }

  async revoke(ledgerId: string, tokenId: string): Promise<void> {
    await this.dataSource.manager.delete(ApiTokenRow, { ledgerId, tokenId });
    this.recent.forgetAll();
  }
}
