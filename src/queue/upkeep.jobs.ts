import { Inject } from '@nestjs/common';
import type { Job } from 'bullmq';
import { JobWorker, TakesJobsOf } from './job-worker.js';
import { upkeep } from './queue-names.js';
import type { JobIds } from './queues.js';
import { Upkeep } from './upkeep.js';

@TakesJobsOf(upkeep)
export class UpkeepWorker extends JobWorker {
  constructor(@Inject(Upkeep) private readonly chores: Upkeep) {
    super();
  }

  async run(_job: Job<JobIds>): Promise<void> {
    await this.chores.run();
  }
}
