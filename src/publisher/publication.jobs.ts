import { Inject, Injectable, Logger } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { Job } from 'bullmq';
import { instant } from '../domain/calendar.js';
import { HOLDS, type Holds } from '../domain/hold.js';
import { ledgerStream } from '../domain/ledger.js';
import { publicationStream } from '../domain/publication.js';
import { firstPublicationAfter } from '../domain/publication-decision.js';
import { Publish } from '../domain/publish.js';
import { EventReader } from '../event-store/event-reader.js';
import { newId } from '../event-store/ids.js';
import { CLOCK, type Clock } from '../event-store/tokens.js';
import { JobWorker, TakesJobsOf } from '../queue/job-worker.js';
import { publication } from '../queue/queue-names.js';
import { type JobIds, Queues } from '../queue/queues.js';
import { codeOf } from '../start-error.js';
import { ShownCheckpoints } from '../transparency/shown-checkpoints.queries.js';
import { dueAt } from '../public-log/schedule.js';
import { Cosigning, refreshMs } from './cosigning.js';
import { wholeCheckMs } from './signing.js';
import { calendarOf } from './unpublished-books.queries.js';

const publish = 'publish';

@TakesJobsOf(publication)
export class PublicationWorker extends JobWorker {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    super();
  }

  async run({ data }: Job<JobIds>): Promise<void> {
    await this.commands.execute(new Publish({ ledger: data.ledger!, by: 'publisher', request: newId(this.clock) }));
  }
}

/** Finds ledgers whose last scheduled day is past and not yet published, or whose last publication is not yet shown. */
@Injectable()
export class PublicationSweep {
  private readonly log = new Logger(PublicationSweep.name);

  constructor(
    @Inject(EventReader) private readonly reader: EventReader,
    @Inject(ShownCheckpoints) private readonly shown: ShownCheckpoints,
    @Inject(Cosigning) private readonly cosigning: Cosigning,
    @Inject(HOLDS) private readonly holds: Holds,
    @Inject(Queues) private readonly queues: Queues,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async enqueueDue(): Promise<void> {
    for (const ledger of await this.reader.ledgers()) {
      await this.enqueueIfDue(ledger).catch((error: unknown) =>
        this.log.warn(`Ledger ${ledger} is passed by: ${codeOf(error) || (error as Error).name}`),
      );
    }
  }

  private async enqueueIfDue(ledger: string): Promise<void> {
    const books = await this.reader.state(ledger, ledgerStream);
    if (books.status === 'unopened' || !books.publicAddress || books.policies.length === 0) return;
    const log = await this.reader.state(ledger, publicationStream);
    const next = firstPublicationAfter(log, calendarOf(books));
    const isDue = next !== undefined && dueAt(next.date) <= instant(this.clock());
    if (await this.holds.isHeld(ledger, 'publication')) return;
    if (!isDue && (log.status === 'unopened' || !(await this.isBehind(ledger, log.nextIndex)))) return;
    await this.queues.enqueue(publication, publish, { jobId: `${publish}-${ledger}` }, { ledger });
  }

  /** Not all is shown, the witnesses have not heard of it for a day, or the whole tree was not compared for a month. */
  private async isBehind(ledger: string, size: number): Promise<boolean> {
    const shown = await this.shown.of(ledger);
    const ageMs = (at: string) => this.clock() - Date.parse(at);
    if (shown?.size !== size || ageMs(shown.checkedAt) >= wholeCheckMs) return true;
    return this.cosigning.hasWitnesses && ageMs(shown.shownAt) >= refreshMs;
  }
}
