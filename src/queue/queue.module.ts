import { BullModule, getQueueToken } from '@nestjs/bullmq';
import { type DynamicModule, Module } from '@nestjs/common';
import type { Queue } from 'bullmq';
import type { Connections } from '../database/connections.js';
import type { Settings } from '../settings.js';
import { chooseBackend } from './backend.js';
import { queueConcurrency } from './job-worker.js';
import { type QueueName, queueNames } from './queue-names.js';
import { Queues } from './queues.js';

/**
 * The queues, for every module. They wait in PostgreSQL or in Redis, and no one else can tell which. Register it after
 * the database is migrated: BullMQ's tables must be there before its first queue.
 */
@Module({})
export class QueueModule {
  static register({ settings, connections }: { settings: Settings; connections: Connections }): DynamicModule {
    return {
      module: QueueModule,
      global: true,
      imports: [
        BullModule.forRoot(chooseBackend(settings, connections.service)),
        BullModule.registerQueue(...queueNames.map((name) => ({ name }))),
      ],
      providers: [
        { provide: queueConcurrency, useValue: settings.queueConcurrency },
        {
          provide: Queues,
          inject: queueNames.map((name) => getQueueToken(name)),
          useFactory: (...queues: Queue[]) => new Queues(new Map(queueNames.map((name: QueueName, index) => [name, queues[index]!]))),
        },
      ],
      exports: [queueConcurrency, Queues],
    };
  }
}
