import path from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { publicationStream } from '../domain/publication.js';
import { EventReader } from '../event-store/event-reader.js';
import { LogFault } from '../public-log/log-fault.js';
import { ShownCheckpoints } from '../transparency/shown-checkpoints.queries.js';
import { noteOf } from './head-note.js';
import { LogFiles, TreeDiffers } from './log-files.js';
import { LOG_FOLDER } from './log-keys.js';
import { PublishedHeads } from './published-heads.queries.js';
import { TileDiffers, TileFolder } from './tile-folder.js';

/** Whether a ledger's public log is what was signed: entries, heads, files. Changes nothing. */
@Injectable()
export class LogCheck {
  constructor(
    @Inject(EventReader) private readonly reader: EventReader,
    @Inject(PublishedHeads) private readonly published: PublishedHeads,
    @Inject(ShownCheckpoints) private readonly shown: ShownCheckpoints,
    @Inject(LOG_FOLDER) private readonly logs: string,
  ) {}

  /** One sentence each. */
  async faults(ledger: string): Promise<string[]> {
    const log = await this.reader.state(ledger, publicationStream);
    if (log.status === 'unopened') return [];
    const heads = await this.published.of(ledger);
    const shown = await this.shown.of(ledger);
    const last = heads.at(-1);
    const standing = [
      ...(last?.size === log.nextIndex ? [] : [`The public log has ${log.nextIndex} entries, of which ${last?.size ?? 0} are signed.`]),
      ...(shown && !heads.some(({ size }) => size === shown.size)
        ? [`A head of ${shown.size} entries is shown that was never signed.`]
        : []),
    ];
    try {
      heads.forEach(noteOf);
      await new LogFiles(new TileFolder(path.join(this.logs, ledger)), (from, to) => this.published.entries(ledger, from, to)).check(heads);
      return standing;
    } catch (error) {
      if (!(error instanceof LogFault || error instanceof TreeDiffers || error instanceof TileDiffers)) throw error;
      return [...standing, error.message];
    }
  }
}
