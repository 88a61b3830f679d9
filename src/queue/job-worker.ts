import { OnWorkerEvent, Processor, WorkerHost } from '@nestjs/bullmq';
import { type BeforeApplicationShutdown, Inject, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { type Job, UnrecoverableError } from 'bullmq';
import { codeOf } from '../start-error.js';
import type { QueueName } from './queue-names.js';
import type { JobIds } from './queues.js';

/** Jobs at once on each queue; 0 leaves them to other programs. */
export const queueConcurrency = Symbol('queue concurrency');

/**
 * Marks the one class of the program that takes the jobs of this queue. A worker that dies in a job leaves it stalled,
 * and another takes it again, however often that happens: every job may come twice, and must then do nothing new. After a
 * fault of the queue it is asked again soon: a stop waits for that pause, and so does whatever came meanwhile.
 */
export const TakesJobsOf = (queue: QueueName): ClassDecorator =>
  Processor(
    { name: queue },
    { autorun: false, lockDuration: 30_000, stalledInterval: 15_000, maxStalledCount: 1_000_000, runRetryDelay: 500 },
  );

/** Takes jobs one after another once the program is up, and finishes those it has begun before anything is closed. */
export abstract class JobWorker extends WorkerHost implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger(this.constructor.name);
  private isClosing = false;
  private quietUntil = 0;

  @Inject(queueConcurrency)
  private readonly concurrency: number;

  /** How many jobs at once: as many as on every queue, unless these need more to keep a pace. */
  protected atOnce(concurrency: number): number {
    return concurrency;
  }

  /** Does what the job asks for; throws if it should be tried again, `UnrecoverableError` if that would be in vain. */
  abstract run(job: Job<JobIds>): Promise<void>;

  /** The queue keeps the reason of a failure: a code or a name, never a message, which could hold somebody's words. */
  override async process(job: Job<JobIds>): Promise<void> {
    try {
      await this.run(job);
    } catch (error) {
      const reason = codeOf(error) || (error instanceof Error ? error.name : typeof error);
      const attempt = `attempt ${job.attemptsMade + 1} of ${job.opts.attempts ?? 1}`;
      this.log.warn(`${job.name} ${job.id} failed at ${attempt}: ${reason}`);
      this.log.debug(error);
      throw error instanceof UnrecoverableError ? new UnrecoverableError(reason) : new Error(reason);
    }
  }

  /** The first answer is waited for: BullMQ remembers a failed one for good, and would ask again without a pause. */
  async onApplicationBootstrap(): Promise<void> {
    if (this.concurrency === 0) return;
    await this.worker.waitUntilReady();
    this.worker.concurrency = this.atOnce(this.concurrency);
    this.worker.run().catch((error) => this.onError(error));
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isClosing = true;
    await this.worker.close();
  }

  /** BullMQ connects again by itself; without a listener its errors would end the program. */
  @OnWorkerEvent('error')
  onError(error: Error): void {
    if (this.isClosing || Date.now() < this.quietUntil) return;
    this.quietUntil = Date.now() + 10_000;
    this.log.warn(`The queue does not answer: ${codeOf(error) || error.message}`);
  }
}
