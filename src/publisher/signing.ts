import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { instant } from '../domain/calendar.js';
import { HOLDS, type Holds } from '../domain/hold.js';
import { JOURNAL, type Journal } from '../domain/journal.js';
import { type Publication, publicationStream, type SignedHead } from '../domain/publication.js';
import { SignCheckpoint } from '../domain/publish.js';
import { Refusal } from '../domain/refusal.js';
import { refuseForgotten, signCheckpoint, standingHeads } from '../domain/signed-head.js';
import { EventReader } from '../event-store/event-reader.js';
import { EventStore } from '../event-store/event-store.js';
import { CLOCK, type Clock } from '../event-store/tokens.js';
import { base64Of, utf8 } from '../public-log/bytes.js';
import { ShownCheckpoints } from '../transparency/shown-checkpoints.queries.js';
import { Cosigning } from './cosigning.js';
import { signHead } from './head-note.js';
import { type LogFiles, rootAt } from './log-files.js';
import { LogKeys } from './log-keys.js';
import { type LogPlace, LogsOnDisk } from './logs-on-disk.js';
import { PublishedHeads } from './published-heads.queries.js';

/** How often the whole tree is made again from the entries and compared with what was signed and written. */
export const wholeCheckMs = 30 * 24 * 3600 * 1000;

type OpenPublication = Exclude<Publication, { status: 'unopened' }>;

/** What a head is signed onto: the log's files, and the heads that the books hold, smallest first. */
interface Grounds {
  readonly files: LogFiles;
  readonly heads: readonly SignedHead[];
}

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
    @Inject(LogsOnDisk) private readonly onDisk: LogsOnDisk,
    @Inject(HOLDS) private readonly holds: Holds,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute(command: SignCheckpoint): Promise<void> {
    const { ledger } = command.input;
    await this.holds.refuseWhileHeld(ledger, 'publication');
    const log = await this.reader.state(ledger, publicationStream);
    if (log.status === 'unopened') return;
    const { files } = this.onDisk.of(ledger, log);
    const heads = await this.headsOf(ledger, log);
    const isChecked = await this.isWholeChecked(ledger);
    const right = isChecked ? await files.upTo(heads) : await files.whole(heads);
    if (right.size < log.nextIndex) {
      const root = rootAt(await files.reckon(right, log.nextIndex));
      heads.push(await this.sign(command, log, root, { files, heads }));
      await files.upTo(heads);
    }
    const last = heads.at(-1)!;
    await this.refuseOlder(last);
    await this.show(ledger, log, last, !isChecked);
  }

  /** @throws Refusal where the log before this one was not shown to its end: what closes it is seen before what follows */
  private async headsOf(ledger: string, { origin, base }: LogPlace): Promise<SignedHead[]> {
    const logs = await this.published.logs(ledger);
    const before = logs.findLast((log) => log.base < base);
    if (before && ((await this.shown.of(ledger))?.size ?? 0) < base) {
      await this.show(ledger, before, before.heads.at(-1)!, false);
      if (((await this.shown.of(ledger))?.size ?? 0) < base)
        throw new Refusal('publication/not-closed', `The end of ${before.origin} is not cosigned yet, so its successor is not shown.`);
    }
    return [...(logs.find((log) => log.origin === origin)?.heads ?? [])];
  }

  private async isWholeChecked(ledger: string): Promise<boolean> {
    const shown = await this.shown.of(ledger);
    return shown !== undefined && this.clock() - Date.parse(shown.checkedAt) < wholeCheckMs;
  }

  /** In the journal before it is signed in the books: whatever is restored one day, this head is known to have been signed. */
  private async sign(command: SignCheckpoint, log: OpenPublication, root: Uint8Array, on: Grounds): Promise<SignedHead> {
    const { ledger } = command.input;
    const head = signHead(
      await this.keys.of(ledger, log.origin, log.head !== undefined || log.namedVkey !== undefined),
      log.nextIndex,
      root,
    );
    await this.refuseForgotten(head, on);
    await this.journal.write({
      kind: 'signed-head',
      ledger,
      origin: head.origin,
      size: head.size,
      root: head.root,
      at: instant(this.clock()),
    });
    await this.refuseForgotten(head, on); // another copy of the books may have written in between
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

  /**
   * The books' own heads need no reckoning: each was signed as the continuation of those before it, and the monthly check of the
   * whole tree compares them all. What else the journal holds is reckoned on from the nearest of them.
   */
  private async refuseForgotten(head: SignedHead, { files, heads }: Grounds): Promise<void> {
    const signed = await this.announced(head);
    const roots = new Map([...heads, head].map(({ size, root }) => [size, root]));
    for (const { size } of signed) if (size < head.size && !roots.has(size)) roots.set(size, base64Of(await files.rootAt(size, heads)));
    refuseForgotten(head, signed, (size) => roots.get(size)!);
  }

  /** Once enough witnesses stand by it. Until then the world goes on seeing the head before. */
  private async show(ledger: string, log: LogPlace, head: SignedHead, isWholeCheck: boolean): Promise<void> {
    const { files, folder } = this.onDisk.of(ledger, log);
    const { base } = log;
    const { note, isEnough } = await this.cosigning.of({ ledger, base }, head, (old) => files.consistency(old, head.size));
    if (!isEnough) return;
    await this.shown.show(ledger, { size: base + head.size, base, note, vkey: head.vkey }, isWholeCheck);
    await folder.replace('checkpoint', utf8(note));
  }
}
