import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { type Job, UnrecoverableError, setDefaultBackendFactory } from 'bullmq';
import { probeRedis } from '../../src/queue/backend.js';
import { JobWorker, TakesJobsOf } from '../../src/queue/job-worker.js';
import { payouts, upkeep } from '../../src/queue/queue-names.js';
import { QueueModule } from '../../src/queue/queue.module.js';
import { type JobIds, Queues } from '../../src/queue/queues.js';
import type { Settings } from '../../src/settings.js';
import { freshConnections } from '../support/database.js';

const done: string[] = [];
const failures = new Map<string, Error[]>();

@Injectable()
@TakesJobsOf(payouts)
class Payouts extends JobWorker {
  async run(job: Job<JobIds>): Promise<void> {
    const failure = failures.get(job.id!)?.shift();
    if (failure) throw failure;
    if (job.name === 'slow') await sleep(400);
    done.push(`${job.name} ${job.data.payout}`);
  }
}

@Injectable()
@TakesJobsOf(upkeep)
class Upkeep extends JobWorker {
  async run(job: Job<JobIds>): Promise<void> {
    done.push(job.name);
  }
}

async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; tries < 400 && !holds(); tries += 1) await sleep(25);
  expect(holds()).toBe(true);
}

const hasRedis = spawnSync('redis-server', ['--version']).status === 0;
let redis: ChildProcess | undefined;

/** A Redis of its own that keeps nothing. */
async function startRedis(): Promise<string> {
  const probe = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => probe.once('listening', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  redis = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'], { stdio: 'ignore' });
  const redisUrl = `redis://127.0.0.1:${port}`;
  for (let tries = 0; tries < 100; tries += 1) {
    if (
      await probeRedis({ redisUrl }).then(
        () => true,
        () => false,
      )
    )
      break;
    await sleep(50);
  }
  return redisUrl;
}

describe.each(['PostgreSQL', 'Redis'])('A queue in %s', (where) => {
  const isMissing = where === 'Redis' && !hasRedis && process.env.CI !== 'true';
  const rule = isMissing ? it.skip : it;
  let app: TestingModule;
  let queues: Queues;

  beforeAll(async () => {
    if (isMissing) return;
    Logger.overrideLogger(false);
    done.length = 0;
    const settings = { redisUrl: where === 'Redis' ? await startRedis() : undefined, queueConcurrency: 4 } as Settings;
    const connections = await freshConnections();
    app = await Test.createTestingModule({
      imports: [QueueModule.register({ settings, connections })],
      providers: [Payouts, Upkeep],
    }).compile();
    await app.init();
    queues = app.get(Queues);
  });
  afterAll(async () => {
    await app?.close();
    redis?.kill();
    redis = undefined;
    setDefaultBackendFactory();
  });

  rule('carries a job to its worker', async () => {
    await queues.enqueue(payouts, 'send', { jobId: 'send-payout-a' }, { payout: 'a' });
    await until(() => done.includes('send a'));
  });

  rule('makes one job of two that wait under the same id, and takes the id again once it is done', async () => {
    for (const _ of ['once', 'twice']) await queues.enqueue(payouts, 'send', { jobId: 'send-payout-b', delayMs: 300 }, { payout: 'b' });
    await until(() => done.includes('send b'));
    await sleep(300);
    expect(done.filter((each) => each === 'send b')).toHaveLength(1);
    await queues.enqueue(payouts, 'send', { jobId: 'send-payout-b' }, { payout: 'b' });
    await until(() => done.filter((each) => each === 'send b').length === 2);
  });

  rule('tries a job again when it failed', async () => {
    failures.set('send-payout-c', [new TypeError('no'), new TypeError('no')]);
    await queues.enqueue(payouts, 'send', { jobId: 'send-payout-c' }, { payout: 'c' });
    await until(() => done.includes('send c'));
  });

  rule('gives up where trying again is in vain, and takes the job anew when it is due again', async () => {
    failures.set('send-payout-d', [new UnrecoverableError('Ngozi has moved')]);
    await queues.enqueue(payouts, 'send', { jobId: 'send-payout-d' }, { payout: 'd' });
    await until(() => failures.get('send-payout-d')!.length === 0);
    await sleep(200);
    expect(done).not.toContain('send d');
    await queues.enqueue(payouts, 'send', { jobId: 'send-payout-d' }, { payout: 'd' });
    await until(() => done.includes('send d'));
  });

  rule('runs what recurs again and again', async () => {
    await queues.every(upkeep, 'sweep', 200);
    await queues.every(upkeep, 'sweep', 200);
    await until(() => done.filter((each) => each === 'sweep').length >= 3);
  });

  rule('refuses what is not an id', async () => {
    await expect(queues.enqueue(payouts, 'send', { jobId: 'send:a' }, {})).rejects.toThrow('cannot be the id of a job');
    await expect(queues.enqueue(payouts, 'send', { jobId: '17' }, {})).rejects.toThrow('cannot be the id of a job');
    await expect(queues.enqueue(payouts, 'send', { jobId: 'send-a' }, { to: 'ngozi@example.org' })).rejects.toThrow('jobs carry ids only');
  });

  rule('lets a job that has begun come to its end before the program does', async () => {
    await queues.enqueue(payouts, 'slow', { jobId: 'slow-e' }, { payout: 'e' });
    await sleep(150);
    await app.close();
    expect(done).toContain('slow e');
  });
});
