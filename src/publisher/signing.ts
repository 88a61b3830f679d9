import path from 'node:path';
import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { instant } from '../domain/calendar.js';
import { HOLDS, type Holds } from '../domain/hold.js';
import { JOURNAL, type Journal } from '../domain/journal.js';
import { type Publication, publicationStream, type SignedHead } from '../domain/publication.js';
import { SignCheckpoint } from '../domain/publish.js';
import { refuseForgotten, signCheckpoint, standingHeads } from '../domain/signed-head.js';
import { EventReader } from '../event-store/event-reader.js';
import { EventStore } from '../event-store/event-store.js';
import { CLOCK, type Clock } from '../event-store/tokens.js';
import { base64Of, utf8 } from '../public-log/bytes.js';
import { ShownCheckpoints } from '../transparency/shown-checkpoints.queries.js';
import { Cosigning } from './cosigning.js';
import { signHead } from './head-note.js';
import { LogFiles, rootAt } from './log-files.js';
import { LOG_FOLDER, LogKeys } from './log-keys.js';
import { PublishedHeads } from './published-heads.queries.js';
import { TileFolder } from './tile-folder.js';

/** How often the whole tree is made again from the entries and compared with what was signed and written. */
export const wholeCheckMs = 30 * 24 * 3600 * 1000;

type OpenPublication = Exclude<Publication, { status: 'unopened' }>;

/**
 * Brings what the world sees of a log up to what is published, in the order of decision 10: journal, event, tiles, witnesses,
 * checkpoint. Ended anywhere, it is run again from what stands and comes to the same bytes.
 */
@CommandHandler(SignCheckpoint)
export class SignCheckpointHandler implements ICommandHandler<SignCheckpoint> {
  constructor(
    @Inject(EventStore) private readonly events: EventStore,
    @Inject(EventReader) private readonly reader: EventReader,
    @Inject(PublishedHeads) private readonly published: PublishedHeads,
    @Inject(ShownCheckpoints) private readonly shown: ShownCheckpoints,
    @Inject(Cosigning) private readonly cosigning: Cosigning,
    @Inject(LogKeys) private readonly keys: LogKeys,
    @Inject(JOURNAL) private readonly journal: Journal,
    @Inject(HOLDS) private readonly holds: Holds,
    @Inject(LOG_FOLDER) private readonly logs: string,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute(command: SignCheckpoint): Promise<void> {
    const { ledger } = command.input;
    await this.holds.refuseWhileHeld(ledger, 'publication');
    const log = await this.reader.state(ledger, publicationStream);
    if (log.status === 'unopened') return;
    const folder = new TileFolder(path.join(this.logs, ledger));
    const files = new LogFiles(folder, (from, to) => this.published.entries(ledger, from, to));
    const heads = await this.published.of(ledger);
    const isChecked = await this.isWholeChecked(ledger);
    const right = isChecked ? await files.upTo(heads) : await files.whole(heads);
    if (right.size < log.nextIndex) {
      const root = rootAt(await files.reckon(right, log.nextIndex));
      heads.push(await this.sign(command, log, root, files));
      await files.upTo(heads);
    }
    const last = heads.at(-1)!;
    await this.refuseOlder(last);
    await this.show(ledger, last, files, folder, !isChecked);
  }

  private async isWholeChecked(ledger: string): Promise<boolean> {
    const shown = await this.shown.of(ledger);
    return shown !== undefined && this.clock() - Date.parse(shown.checkedAt) < wholeCheckMs;
  }

  /** In the journal before it is signed in the books: whatever is restored one day, this head is known to have been signed. */
  private async sign(command: SignCheckpoint, log: OpenPublication, root: Uint8Array, files: LogFiles): Promise<SignedHead> {
    const { ledger } = command.input;
    const head = signHead(await this.keys.of(ledger, log.origin, log.head !== undefined), log.nextIndex, root);
    const roots = new Map([[head.size, head.root]]);
    await this.refuseForgotten(head, files, roots);
    await this.journal.write({
      kind: 'signed-head',
      ledger,
      origin: head.origin,
      size: head.size,
      root: head.root,
      at: instant(this.clock()),
    });
    await this.refuseForgotten(head, files, roots); // another copy of the books may have written in between
    await this.events.decide(command, { publication: publicationStream }, ({ publication }, now) => ({
      publication: signCheckpoint(publication, head, now),
    }));
    return head;
  }

  private async announced({ origin }: SignedHead) {
    const { entries } = await this.journal.read();
    return standingHeads(entries.filter((entry) => entry.kind === 'signed-head').filter((entry) => entry.origin === origin));
  }

  /** Books that were put back from an older copy have nothing to sign, and would show the world an older head. */
  private async refuseOlder(head: SignedHead): Promise<void> {
    const later = (await this.announced(head)).filter(({ size }) => size >= head.size);
    refuseForgotten(head, later, () => head.root);
  }

  /** @param roots of this head's tree, by size, as far as they were reckoned before */
  private async refuseForgotten(head: SignedHead, files: LogFiles, roots: Map<number, string>): Promise<void> {
    const signed = await this.announced(head);
    for (const { size } of signed) if (size < head.size && !roots.has(size)) roots.set(size, base64Of(await files.rootAt(size)));
    refuseForgotten(head, signed, (size) => roots.get(size)!);
  }

  /** Once enough witnesses stand by it. Until then the world goes on seeing the head before. */
  private async show(ledger: string, head: SignedHead, files: LogFiles, folder: TileFolder, isWholeCheck: boolean): Promise<void> {
    const { note, isEnough } = await this.cosigning.of(ledger, head, (old) => files.consistency(old, head.size));
    if (!isEnough) return;
    await this.shown.show(ledger, { size: head.size, note, vkey: head.vkey }, isWholeCheck);
    await folder.replace('checkpoint', utf8(note));
  }
}
