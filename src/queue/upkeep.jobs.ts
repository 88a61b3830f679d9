import { Inject } from '@nestjs/common';
import type { Job } from 'bullmq';
import { JobWorker, TakesJobsOf } from './job-worker.js';
import { upkeep } from './queue-names.js';
import type { JobIds } from './queues.js';
import { Upkeep, sweep } from './upkeep.js';

@TakesJobsOf(upkeep)
export class UpkeepWorker extends JobWorker {
  constructor(@Inject(Upkeep) private readonly chores: Upkeep) {
    super();
  }

  async run({ name }: Job<JobIds>): Promise<void> {
    await (name === sweep ? this.chores.run() : this.chores.runApart(name));
  }
}
