import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { type Program, ask, discard, endServer, scratchFolder, serverOf, start } from '../start/program.js';
import { hasRedis, startRedis } from './redis.js';
import { SoakClients, type SoakedLedger } from './soak-clients.js';

/** `SOAK_SECONDS=1800 npx jest test/faults/soak` is the half hour; without it, as much as fits into every run of the tests. */
const seconds = Number(process.env.SOAK_SECONDS ?? 60);
const clientCount = 64;
const killEverySeconds = 5;
const webs = 3;
const worker = webs;

jest.setTimeout((seconds + 240) * 1000);

/** Three programs with pages and a worker on one database; the first is never killed, and its memory is watched. */
class Fleet {
  private readonly programs: (Program | undefined)[] = [];
  private readonly ready = new Map<number, string>();
  kills = 0;
  private isOver = false;

  constructor(private readonly env: Record<string, string>) {}

  addresses = (): string[] => [...this.ready.values()];

  async open(): Promise<void> {
    for (let place = 0; place <= webs; place += 1) await this.begin(place);
  }

  private async begin(place: number): Promise<void> {
    const script = place === worker ? ['dist/src/cli.js', 'worker'] : ['dist/src/main.js'];
    const program = start({ ...this.env, LEDGER_QUEUE_CONCURRENCY: place === worker ? '4' : '1' }, { script });
    this.programs[place] = program;
    if (place !== worker) this.ready.set(place, await program.ready());
  }

  /** One program after another is killed and begun anew, but for the first. One that cannot start while the database is away is begun again. */
  async killOnAndOn(): Promise<void> {
    for (let turn = 0; !this.isOver; turn += 1) {
      await sleep(killEverySeconds * 1000);
      const place = 1 + (turn % webs);
      this.ready.delete(place);
      await this.programs[place]?.kill();
      this.kills += 1;
      for (let tries = 0; !this.isOver && tries < 20; tries += 1) {
        const isBegun = await this.begin(place).then(
          () => true,
          () => false,
        );
        if (isBegun) break;
        await sleep(500);
      }
    }
  }

  memoryMb(): number {
    const pages = Number(readFileSync(`/proc/${this.programs[0]!.child.pid}/statm`, 'utf8').split(' ')[1]);
    return (pages * 4096) / 1e6;
  }

  /** What the programs that run say went wrong with them, each thing once. */
  complaints = (): string[] => {
    const lines = this.programs.flatMap((program) => program?.stderr().match(/ERROR \[web\].*/g) ?? []);
    return [...new Set(lines.map((line) => line.replace(/\] \w{6} /, '] ')))].slice(0, 20);
  };

  firstRuns = (): boolean => this.programs[0]?.child.exitCode === null && this.programs[0].child.signalCode === null;

  end(): void {
    this.isOver = true;
  }

  stop = (): Promise<unknown> => Promise.all(this.programs.map((program) => program?.kill()));
}

// Where CI=true a missing Redis is a failure, not a reason to leave it out.
(hasRedis || process.env.CI === 'true' ? describe : describe.skip)('A day of everything going wrong', () => {
  let folder: string;
  let dataDir: string;
  let redis: Awaited<ReturnType<typeof startRedis>>;
  let fleet: Fleet | undefined;
  beforeAll(async () => {
    folder = await scratchFolder();
    dataDir = path.join(folder, 'data');
    redis = await startRedis();
  });
  afterAll(async () => {
    await fleet?.stop();
    await endServer(dataDir);
    redis.server.kill('SIGKILL');
    discard(folder);
  });

  async function restartPostgres(): Promise<void> {
    const server = serverOf(dataDir);
    if (server) process.kill(server, 'SIGINT');
    for (let tries = 0; tries < 600 && (serverOf(dataDir) ?? server) === server; tries += 1) await sleep(50);
  }

  async function flushRedis(): Promise<void> {
    const client = new Redis(redis.url);
    await client.flushall();
    await client.quit();
  }

  it(`64 clients, a program killed every ${killEverySeconds} seconds, PostgreSQL restarted twice and Redis flushed twice, for ${seconds} s: what was acknowledged is there once`, async () => {
    const env = { LEDGER_DATA_DIR: dataDir, REDIS_URL: redis.url, LEDGER_LOG_LEVEL: 'error', LEDGER_BACKUP_KEEP: '2' };
    const opener = start(env, { script: ['test/faults/soaked.mjs', 'river', 'lake', 'brook'] });
    expect([await opener.ended, opener.stderr()]).toEqual([0, '']);
    const ledgers = JSON.parse(opener.stdout()) as SoakedLedger[];
    fleet = new Fleet(env);
    await fleet.open();
    const clients = new SoakClients(ledgers, fleet.addresses);
    const load = clients.run(clientCount);
    const killing = fleet.killOnAndOn();
    const memory: number[] = [];
    const disturbed: string[] = [];
    const sampling = setInterval(() => memory.push(fleet!.memoryMb()), 500);

    for (const disturb of [restartPostgres, flushRedis, restartPostgres, flushRedis]) {
      await sleep((seconds * 1000) / 5);
      disturbed.push(`${disturb.name} ${clients.seconds()} s`);
      await disturb();
      disturbed.push(`done ${clients.seconds()} s`);
    }
    await sleep((seconds * 1000) / 5);
    fleet.end();
    clients.end();
    await Promise.all([load, killing]);
    clearInterval(sampling);

    process.stderr.write(
      `soak: ${clients.requests} requests, ${clients.acknowledged.size} payments acknowledged, ${clients.unanswered} cut off, ${fleet.kills} kills, ` +
        `slowest ${Math.round(clients.slowestMs)} ms, memory ${Math.round(memoryAt(memory, 0.3))} then ${Math.round(memoryAt(memory, 0.9))} MB; ${disturbed.join(', ')}\n`,
    );
    expect([...clients.faults, ...fleet.complaints()]).toEqual([]);
    expect(fleet.firstRuns()).toBe(true);
    expect(clients.acknowledged.size).toBeGreaterThan(clientCount);
    expect(await unlikeBooks(clients)).toEqual([]);
    expect(memoryAt(memory, 0.9)).toBeLessThan(memoryAt(memory, 0.3) * 1.35 + 30);

    await fleet.stop();
    const doctor = start(env, { script: ['dist/src/cli.js', 'doctor'] });
    expect([await doctor.ended, doctor.stderr()]).toEqual([0, '']);
  });

  /** Each key that was answered with yes is in the books of its ledger, with that payment, once; and nothing is there twice. */
  async function unlikeBooks({ acknowledged }: SoakClients): Promise<string[]> {
    const rows = await ask<{ request: string; ledger: string; payment: string }>(
      dataDir,
      'ledger_service',
      `select meta::json ->> 'request' as request, ledger_id as ledger, data::json ->> 'payment' as payment from event where type = 'PaymentReceived'`,
    );
    const found = new Map<string, { ledger: string; payment: string }[]>();
    for (const { request, ...row } of rows) found.set(request, [...(found.get(request) ?? []), row]);
    const twice = [...found].filter(([, each]) => each.length > 1).map(([request]) => `${request} is there twice`);
    const missing = [...acknowledged].filter(([key, { ledger, payment }]) => {
      const [row] = found.get(key) ?? [];
      return row?.ledger !== ledger || row.payment !== payment;
    });
    return [...twice, ...missing.map(([key]) => `${key} was acknowledged and is not there`)];
  }
});

/** The middle of a tenth of the samples around that share of them: one moment says little. */
function memoryAt(samples: readonly number[], share: number): number {
  const middle = Math.floor(samples.length * share);
  const reach = Math.max(1, Math.floor(samples.length / 10));
  const around = samples.slice(Math.max(0, middle - reach), middle + reach).sort((a, b) => a - b);
  return around[around.length >> 1] ?? 0;
}
