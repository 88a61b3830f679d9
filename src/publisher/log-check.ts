import { Inject, Injectable } from '@nestjs/common';
import { publicationStream } from '../domain/publication.js';
import { EventReader } from '../event-store/event-reader.js';
import { LogFault } from '../public-log/log-fault.js';
import { ShownCheckpoints } from '../transparency/shown-checkpoints.queries.js';
import { noteOf } from './head-note.js';
import { TreeDiffers } from './log-files.js';
import { LogsOnDisk } from './logs-on-disk.js';
import { PublishedHeads, type SignedLog } from './published-heads.queries.js';
import { TileDiffers } from './tile-folder.js';

/** Whether a ledger's public log is what was signed: entries, heads, files. Changes nothing. */
@Injectable()
export class LogCheck {
  constructor(
    @Inject(EventReader) private readonly reader: EventReader,
    @Inject(PublishedHeads) private readonly published: PublishedHeads,
    @Inject(ShownCheckpoints) private readonly shown: ShownCheckpoints,
    @Inject(LogsOnDisk) private readonly onDisk: LogsOnDisk,
  ) {}

  /** One sentence each. */
  async faults(ledger: string): Promise<string[]> {
    const log = await this.reader.state(ledger, publicationStream);
    if (log.status === 'unopened') return [];
    const logs = await this.published.logs(ledger);
    const shown = await this.shown.of(ledger);
    const signed = logs.find(({ origin }) => origin === log.origin)?.heads.at(-1)?.size ?? 0;
    const isSigned = ({ base, heads }: SignedLog) => base === shown?.base && heads.some(({ size }) => base + size === shown.size);
    const standing = [
      ...(signed === log.nextIndex ? [] : [`The public log has ${log.nextIndex} entries, of which ${signed} are signed.`]),
      ...(shown && !logs.some(isSigned) ? [`A head of ${shown.size - shown.base} entries is shown that was never signed.`] : []),
    ];
    for (const each of logs) standing.push(...(await this.treeFaults(ledger, each)));
    return standing;
  }

  /** The whole tree made again from the entries: it is what every head signed, and what every file holds. */
  private async treeFaults(ledger: string, log: SignedLog): Promise<string[]> {
    try {
      log.heads.forEach(noteOf);
      await this.onDisk.of(ledger, log).files.check(log.heads);
      return [];
    } catch (error) {
      if (!(error instanceof LogFault || error instanceof TreeDiffers || error instanceof TileDiffers)) throw error;
      return [error.message];
    }
  }
}
