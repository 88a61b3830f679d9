import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { InjectDataSource } from '@nestjs/typeorm';
import type { FastifyInstance } from 'fastify';
import type { DataSource } from 'typeorm';
import { Measures, type Sample } from '../event-store/measures.js';
import { CLOCK, type Clock } from '../event-store/tokens.js';
import { queueNames } from '../queue/queue-names.js';
import { Queues } from '../queue/queues.js';

/** The parts of the program that people and programs reach, told by the first piece of the route, never of what was typed. */
const parts = ['console', 'api', 'webhooks', 'setup', 'sign-in', 'assets', 'docs', 'metrics', 'healthz', 'readyz'];

/** What the program says of itself besides its books: what it was asked, jobs that were given up, backups, memory. */
@Injectable()
export class ProgramMeasures implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost,
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(Measures) private readonly measures: Measures,
    @Inject(Queues) private readonly queues: Queues,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.countRequests();
    const { measures } = this;
    measures.gauge('mal_jobs_given_up', 'Jobs that were tried as often as they may be, of the last week, a hundred at most', () =>
      this.givenUp(),
    );
    measures.gauge('mal_backup_verified_seconds', 'Age of the last backup that was read back whole', () => this.backupAge());
    measures.gauge('mal_ledgers_held', 'Ledgers that were put back from a backup and are held', () =>
      this.one('select count(distinct ledger_id) as value from ledger_hold where released_at is null'),
    );
    measures.gauge('mal_memory_bytes', 'Resident memory of this program', () => [{ value: process.memoryUsage.rss() }]);
  }

  private countRequests(): void {
    const { httpAdapter } = this.host;
    if (httpAdapter?.getType() !== 'fastify') return;
    const answered = this.measures.counter('mal_requests_total', 'Requests that this program has answered');
    const took = this.measures.counter('mal_request_seconds_total', 'Time that these took, in seconds, all together');
    httpAdapter.getInstance<FastifyInstance>().addHook('onResponse', async (request, reply) => {
      const labels = { part: partOf(request.routeOptions?.url), answer: `${Math.floor(reply.statusCode / 100)}xx` };
      answered.add(1, labels);
      took.add(reply.elapsedTime / 1000, labels);
    });
  }

  private givenUp(): Promise<Sample[]> {
    return Promise.all(queueNames.map(async (queue) => ({ labels: { queue }, value: (await this.queues.dead(queue)).length })));
  }

  private async backupAge(): Promise<Sample[]> {
    const [row] = await this.dataSource.query<{ at: Date | null }[]>(
      'select max(made_at) as at from backup_made where verified_at is not null',
    );
    return row?.at ? [{ value: Math.max(0, (this.clock() - row.at.getTime()) / 1000) }] : [];
  }

  private async one(sql: string): Promise<Sample[]> {
    const [row] = await this.dataSource.query<{ value: string }[]>(sql);
    return [{ value: Number(row!.value) }];
  }
}

/** `/:ledger/feed.json` is public; a route that there is not, none. */
function partOf(route: string | undefined): string {
  const first = route?.split('/')[1];
  if (first === undefined) return 'none';
  return parts.includes(first) ? first : 'public';
}
