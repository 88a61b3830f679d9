import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { Job } from 'bullmq';
import { instant } from '../domain/calendar.js';
import { ledgerStream } from '../domain/ledger.js';
import { publicationStream } from '../domain/publication.js';
import { Publish } from '../domain/publish.js';
import { EventReader } from '../event-store/event-reader.js';
import { newId } from '../event-store/ids.js';
import { CLOCK, type Clock } from '../event-store/tokens.js';
import { JobWorker, TakesJobsOf } from '../queue/job-worker.js';
import { publication } from '../queue/queue-names.js';
import { type JobIds, Queues } from '../queue/queues.js';
import { dueAt, publicationDaysBetween } from './schedule.js';

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

/** Finds ledgers whose last scheduled day is past and not yet published. */
@Injectable()
export class PublicationSweep {
  constructor(
    @Inject(EventReader) private readonly reader: EventReader,
    @Inject(Queues) private readonly queues: Queues,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async enqueueDue(): Promise<void> {
    const now = instant(this.clock());
    for (const ledger of await this.reader.ledgers()) {
      const books = await this.reader.state(ledger, ledgerStream);
      if (books.status === 'unopened' || !books.publicAddress || books.policies.length === 0) continue;
      const log = await this.reader.state(ledger, publicationStream);
      const { schedule } = books.rules.at(-1)!.rules;
      const since = log.status === 'open' ? dueAt(log.lastDate) : books.publicAddress.confirmedAt;
      if (log.status === 'closed' || publicationDaysBetween(schedule, since, now).length === 0) continue;
      await this.queues.enqueue(publication, publish, { jobId: `${publish}-${ledger}` }, { ledger });
    }
  }
}
