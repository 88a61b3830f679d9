import path from 'node:path';
import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { instant } from '../domain/calendar.js';
import { JOURNAL, type Journal } from '../domain/journal.js';
import { type Publication, publicationStream, type SignedHead } from '../domain/publication.js';
import { SignCheckpoint } from '../domain/publish.js';
import { signCheckpoint } from '../domain/signed-head.js';
import { EventReader } from '../event-store/event-reader.js';
import { EventStore } from '../event-store/event-store.js';
import { CLOCK, type Clock } from '../event-store/tokens.js';
import { ShownCheckpoints } from '../transparency/shown-checkpoints.queries.js';
import { utf8 } from '../public-log/bytes.js';
import { noteOf, signHead } from './head-note.js';
import { LogFiles, rootAt } from './log-files.js';
import { LOG_FOLDER, LogKeys } from './log-keys.js';
import { PublishedHeads } from './published-heads.queries.js';
import { TileFolder } from './tile-folder.js';

/**
 * Brings what the world sees of a log up to what is published, in the order of decision 10: journal, event, tiles, checkpoint.
 * Ended anywhere, it is run again from what stands and comes to the same bytes.
 */
@CommandHandler(SignCheckpoint)
export class SignCheckpointHandler implements ICommandHandler<SignCheckpoint> {
  constructor(
    @Inject(EventStore) private readonly events: EventStore,
    @Inject(EventReader) private readonly reader: EventReader,
    @Inject(PublishedHeads) private readonly published: PublishedHeads,
    @Inject(ShownCheckpoints) private readonly shown: ShownCheckpoints,
    @Inject(LogKeys) private readonly keys: LogKeys,
    @Inject(JOURNAL) private readonly journal: Journal,
    @Inject(LOG_FOLDER) private readonly logs: string,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute(command: SignCheckpoint): Promise<void> {
    const { ledger } = command.input;
    const log = await this.reader.state(ledger, publicationStream);
    if (log.status === 'unopened') return;
    const folder = new TileFolder(path.join(this.logs, ledger));
    const files = new LogFiles(folder, (from, to) => this.published.entries(ledger, from, to));
    const heads = await this.published.of(ledger);
    const right = await files.upTo(heads);
    if (right.size < log.nextIndex) {
      const grown = await files.reckon(right, log.nextIndex);
      heads.push(await this.sign(command, log, grown.size, rootAt(grown)));
      await files.upTo(heads);
    }
    await this.show(ledger, heads.at(-1)!, folder);
  }

  /** In the journal before it is signed in the books: whatever is restored one day, this head is known to have been signed. */
  private async sign(command: SignCheckpoint, log: Exclude<Publication, { status: 'unopened' }>, size: number, root: Uint8Array) {
    const { ledger } = command.input;
    const head = signHead(await this.keys.of(ledger, log.origin, log.head !== undefined), size, root);
    await this.journal.write({ kind: 'signed-head', ledger, origin: head.origin, size, root: head.root, at: instant(this.clock()) });
    await this.events.decide(command, { publication: publicationStream }, ({ publication }, now) => ({
      publication: signCheckpoint(publication, head, now),
    }));
    return head;
  }

  /** What is shown already, perhaps with lines of witnesses, is left as it is. */
  private async show(ledger: string, head: SignedHead, folder: TileFolder): Promise<void> {
    const before = await this.shown.of(ledger);
    const note = before?.size === head.size ? before.note : noteOf(head);
    if (before?.note !== note) await this.shown.show(ledger, { size: head.size, note, vkey: head.vkey });
    await folder.replace('checkpoint', utf8(note));
  }
}
