import { Inject, Injectable } from '@nestjs/common';
import { logNumber } from '../domain/log-origin.js';
import { LogFiles } from './log-files.js';
import { LOG_FOLDER } from './log-keys.js';
import { PublishedHeads } from './published-heads.queries.js';
import { logFolder, TileFolder } from './tile-folder.js';

/** Which log of a ledger it is: its name, and how many entries stand in the logs before it. */
export interface LogPlace {
  readonly origin: string;
  readonly base: number;
}

/** The files of each log, grown from its entries. */
@Injectable()
export class LogsOnDisk {
  constructor(
    @Inject(PublishedHeads) private readonly published: PublishedHeads,
    @Inject(LOG_FOLDER) private readonly logs: string,
  ) {}

  of(ledger: string, { origin, base }: LogPlace): { readonly folder: TileFolder; readonly files: LogFiles } {
    const folder = new TileFolder(logFolder(this.logs, ledger, logNumber(origin)));
    return { folder, files: new LogFiles(folder, (from, to) => this.published.entries(ledger, from, to, base)) };
  }
}
