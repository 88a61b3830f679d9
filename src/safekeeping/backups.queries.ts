import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { Instant } from '../domain/calendar.js';
import { CLOCK, type Clock } from '../event-store/tokens.js';
import { type BackupMeans, backUpDaily, backupFolders, chosenFolderSql } from './backups.js';

export const BACKUP_MEANS = Symbol('what backups are made with');

/** How backups stand on this host. */
export interface BackupsStanding {
  /** False where the operator wants none. */
  readonly isDaily: boolean;
  readonly folder: string;
  /** The last one that was read back to its end. */
  readonly verifiedAt?: Instant;
  /** Why the last try came to nothing, where it did. */
  readonly fault?: string;
}

const dayMs = 24 * 3600 * 1000;
/** After one that failed: soon enough, and not every minute. */
const againMs = 3600 * 1000;
/** Rows of this many days are kept. */
const rememberedDays = 400;

/** Daily backups: when one is due, and when the last one was verified. */
@Injectable()
export class Backups {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(BACKUP_MEANS) private readonly means: BackupMeans,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async standing(): Promise<BackupsStanding> {
    const last = await this.last();
    const { settings } = this.means;
    const chosen = await this.dataSource.query<{ value: string }[]>(chosenFolderSql);
    return {
      isDaily: settings.backupsKept > 0,
      folder: backupFolders(settings, chosen[0]?.value).folder,
      ...(last.verified && { verifiedAt: last.verified.toISOString() }),
      ...(last.fault && { fault: last.fault }),
    };
  }

  /** Once a ledger is open, a day after the last one. A clock that was set back makes one soon, rather than none for long. */
  async isDue(): Promise<boolean> {
    if (this.means.settings.backupsKept === 0) return false;
    const [opened] = await this.dataSource.query<unknown[]>('select from ledger_head limit 1');
    if (!opened) return false;
    const { tried, fault } = await this.last();
    if (!tried) return true;
    const age = this.clock() - tried.getTime();
    return age >= (fault ? againMs : dayMs) || age < -againMs;
  }

  /** Called at any time; makes one only when it is due. */
  async make(): Promise<void> {
    if (!(await this.isDue())) return;
    await this.dataSource.query(`delete from backup_made where made_at < $1::timestamptz - $2 * interval '1 day'`, [
      new Date(this.clock()),
      rememberedDays,
    ]);
    await backUpDaily(this.means, new Date(this.clock()));
  }

  private async last(): Promise<{ tried?: Date; fault?: string; verified?: Date }> {
    const [row] = await this.dataSource.query<{ made_at: Date; fault: string | null }[]>(
      'select made_at, fault from backup_made order by clock_order desc limit 1',
    );
    const [good] = await this.dataSource.query<{ verified: Date | null }[]>(
      'select max(made_at) as verified from backup_made where verified_at is not null',
    );
    return {
      ...(row && { tried: row.made_at }),
      ...(row?.fault && { fault: row.fault }),
      ...(good?.verified && { verified: good.verified }),
    };
  }
}
