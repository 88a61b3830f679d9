import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { CHORES, type Chore } from './chores.js';
import { codeOf } from '../start-error.js';
import { upkeep } from './queue-names.js';
import { Queues } from './queues.js';

export const sweep = 'sweep';
const everyMs = 60_000;

/** Runs every chore in turn; one that fails does not keep the others from running. */
@Injectable()
export class Upkeep implements OnApplicationBootstrap {
  private readonly log = new Logger(Upkeep.name);

  constructor(
    @Inject(CHORES) private readonly chores: readonly Chore[],
    @Inject(Queues) private readonly queues: Queues,
  ) {}

  /** Once a minute, in one of all programs: whatever the queue lost is found again, whatever is past its time is done. */
  async onApplicationBootstrap(): Promise<void> {
    await this.queues.every(upkeep, sweep, everyMs);
  }

  async run(): Promise<void> {
    for (const chore of this.chores) {
      const { name, apart } = chore;
      await (apart ? this.enqueueIfDue(apart) : chore.run()).catch((error: unknown) =>
        this.log.warn(`${name} will be tried again: ${codeOf(error) || (error as Error).name}`),
      );
    }
  }

  /** The chore behind a job of its own. */
  async runApart(job: string): Promise<void> {
    await this.chores.find(({ apart }) => apart?.job === job)?.run();
  }

  private async enqueueIfDue({ job, isDue }: NonNullable<Chore['apart']>): Promise<void> {
    if (await isDue()) await this.queues.enqueue(upkeep, job, { jobId: job }, {});
  }
}
