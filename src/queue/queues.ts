import { type BeforeApplicationShutdown, Logger, type OnModuleInit } from '@nestjs/common';
import type { JobsOptions, Queue } from 'bullmq';
import { codeOf } from '../start-error.js';
import type { QueueName } from './queue-names.js';

/** What a job carries: ids, and nothing that says who or how much. */
export type JobIds = Readonly<Record<string, string>>;

/** Twelve attempts, a second to half an hour apart, half of each wait by chance so that many do not come at once. */
const patience: JobsOptions = {
  attempts: 12,
  backoff: { type: 'exponential', delay: 1000, jitter: 0.5 },
  removeOnComplete: true, // by count, BullMQ's PostgreSQL backend deadlocks with itself
  removeOnFail: { age: 7 * 24 * 3600 },
};

/** A job that was tried as often as it may be. */
export interface DeadJob {
  readonly id: string;
  readonly name: string;
  readonly ids: JobIds;
  /** A code or a name, never a message. */
  readonly reason: string;
  readonly tries: number;
}

const deadListed = 100;
const answerMs = 5000;

/** The queue does not answer. What was to be enqueued is still due, and the sweep finds it. */
export class QueueUnavailable extends Error {
  override readonly name = 'QueueUnavailable';
}

/**
 * The one way into the queues. A queue is a hint: it makes work start soon, and may lose or repeat it; what is due
 * stands in the event store. The same `jobId` waiting twice is one job; once done, it can be enqueued again.
 */
export class Queues implements OnModuleInit, BeforeApplicationShutdown {
  private readonly log = new Logger(Queues.name);
  private isClosing = false;

  constructor(private readonly queues: ReadonlyMap<QueueName, Queue>) {}

  async onModuleInit(): Promise<void> {
    for (const [name, queue] of this.queues) {
      queue.on('error', (error) => {
        if (!this.isClosing) this.log.warn(`The queue ${name} does not answer: ${codeOf(error) || error.message}`);
      });
      await queue.waitUntilReady();
    }
  }

  beforeApplicationShutdown(): void {
    this.isClosing = true;
  }

  /** `jobId` is verb-noun-id, without a colon, like `send-payout-po_01J8Z3`. Delays are in milliseconds. */
  async enqueue(queue: QueueName, name: string, { jobId, delayMs = 0 }: { jobId: string; delayMs?: number }, ids: JobIds): Promise<void> {
    refuseBadId(jobId);
    refuseMoreThanIds(ids);
    await this.answered(queue, async (open) => {
      // A job that failed for good is kept for a week, and would silently swallow the next of the same id.
      if ((await open.getJobState(jobId)) === 'failed') await open.remove(jobId);
      await open.add(name, ids, { ...patience, jobId, delay: delayMs });
    });
  }

  /** Runs the job again and again, once for all programs together; the last interval told is the one that holds. */
  async every(queue: QueueName, name: string, intervalMs: number, ids: JobIds = {}): Promise<void> {
    refuseMoreThanIds(ids);
    await this.answered(queue, (open) => open.upsertJobScheduler(name, { every: intervalMs }, { name, data: ids, opts: patience }));
  }

  /** The latest jobs that failed for good, kept for a week. */
  async dead(queue: QueueName): Promise<readonly DeadJob[]> {
    return this.answered(queue, async (open) =>
      (await open.getFailed(0, deadListed - 1)).map(({ id = '', name, data, failedReason = '', attemptsMade }) => ({
        id,
        name,
        ids: data as JobIds,
        reason: failedReason,
        tries: attemptsMade,
      })),
    );
  }

  /** Redis out of reach would keep the caller waiting for ever. */
  private async answered<T>(name: QueueName, ask: (queue: Queue) => Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new QueueUnavailable(`The queue ${name} does not answer.`)), answerMs);
    });
    try {
      return await Promise.race([ask(this.queues.get(name)!), tooLate]);
    } finally {
      clearTimeout(timer);
    }
  }
}

/** BullMQ keeps colons for itself and takes whole numbers for ids of its own. */
function refuseBadId(jobId: string): void {
  if (!/^[A-Za-z0-9._/-]{1,200}$/.test(jobId) || /^\d+$/.test(jobId))
    throw new Error(`"${jobId}" cannot be the id of a job: write verb-noun-id, in letters, digits, ".", "_", "/" and "-".`);
}

function refuseMoreThanIds(ids: JobIds): void {
  for (const [field, id] of Object.entries(ids)) {
    if (typeof id !== 'string' || !/^[A-Za-z0-9._/-]{1,120}$/.test(id))
      throw new Error(`The field ${field} of a job is not an id: jobs carry ids only.`);
  }
}
