import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { IsNull, LessThanOrEqual, type Repository } from 'typeorm';
import { addDays, instant } from '../domain/calendar.js';
import { newId } from '../event-store/ids.js';
import { CLOCK, type Clock } from '../event-store/tokens.js';
import { Vault } from '../vault/vault.js';
import { forgetSealed, keptSealed } from './kept-sealed.js';
import { MailSecretRow } from './mails.rows.js';

export const mailSecretPrefix = 'malm_';
/** A former secret goes on for a day, so that whoever hands in mails can change over. */
const overlapDays = 1;
/** How far the sender's clock may be from ours; a request that is older cannot be sent again. In seconds. */
export const signatureSeconds = 300;

const fieldName = 'mail.secret';

/** What comes with a mail that is handed in: `v1=` and HMAC-SHA-256 over the seconds, a full stop and the mail, in hex. */
export interface HandedIn {
  readonly seconds: string | undefined;
  readonly signature: string | undefined;
  readonly bytes: Uint8Array;
}

/** The secrets of those who hand in mails to a ledger. */
@Injectable()
export class MailSecrets {
  constructor(
    @InjectRepository(MailSecretRow) private readonly rows: Repository<MailSecretRow>,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Makes a new one; the former goes on for a day. @returns the secret, to be shown once */
  async issue(ledger: string): Promise<string> {
    const now = instant(this.clock());
    const text = mailSecretPrefix + randomBytes(32).toString('base64url');
    const kept = keptSealed(this.vault, ledger, fieldName, text, now);
    await this.rows.manager.transaction(async (database) => {
      await database.update(MailSecretRow, { ledgerId: ledger, endsAt: IsNull() }, { endsAt: addDays(now, overlapDays) });
      await kept.write(database);
      await database.insert(MailSecretRow, {
        ledgerId: ledger,
        secretId: newId(this.clock),
        secret: kept.sealed as never,
        madeAt: now,
        endsAt: null,
      });
    });
    return text;
  }

  /** Ends every secret of the ledger at once: from now on nobody hands in a mail. */
  async end(ledger: string): Promise<void> {
    await this.forget(await this.rows.findBy({ ledgerId: ledger }));
  }

  /** When the one in force was made. */
  async madeAt(ledger: string): Promise<string | undefined> {
    return (await this.rows.findOneBy({ ledgerId: ledger, endsAt: IsNull() }))?.madeAt;
  }

  /** True if the mail was signed with a secret of this ledger, within the last minutes. Takes as long for a wrong signature as for a right one. */
  async isSigned(ledger: string, { seconds, signature, bytes }: HandedIn): Promise<boolean> {
    const [, shown] = /^v1=([0-9a-f]{64})$/.exec(signature ?? '') ?? [];
    if (!shown || !seconds || !/^\d{1,12}$/.test(seconds)) return false;
    if (Math.abs(Number(seconds) - this.clock() / 1000) > signatureSeconds) return false;
    const matches = (await this.live(ledger)).map((secret) => {
      const right = createHmac('sha256', secret).update(`${seconds}.`).update(bytes).digest();
      return timingSafeEqual(right, Buffer.from(shown, 'hex'));
    });
    return matches.includes(true);
  }

  private async live(ledger: string): Promise<string[]> {
    const now = instant(this.clock());
    const rows = (await this.rows.findBy({ ledgerId: ledger })).filter(({ endsAt }) => endsAt === null || endsAt > now);
    const secrets = await this.vault.openMany(
      ledger,
      rows.map(({ secret }) => ({ fieldName, sealed: secret })),
    );
    return secrets.filter((secret) => secret !== undefined);
  }

  /** Secrets whose day of grace is over, and their keys. */
  async forgetOld(): Promise<void> {
    await this.forget(await this.rows.findBy({ endsAt: LessThanOrEqual(instant(this.clock())) }));
  }

  private async forget(rows: readonly MailSecretRow[]): Promise<void> {
    for (const { ledgerId, secretId, secret } of rows) {
      await this.rows.manager.transaction(async (database) => {
        await forgetSealed(database, ledgerId, secret);
        await database.delete(MailSecretRow, { ledgerId, secretId });
      });
    }
  }
}
