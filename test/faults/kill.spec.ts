import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { v7 } from 'uuid';
import { walkChain } from '../../src/event-store/chain.js';
import { type Program, discard, endServer, scratchFolder, serverOf, start } from '../start/program.js';

const kinds = [
  'the database, again and again, and then the program',
  'the program',
  'the program and its database',
  'the database, and then the program',
] as const;
const atOnce = [64, 4, 256, 1, 16];

/** `KILL_LIVES=400 npx jest test/faults/kill` goes on for long; `KILL_SEED` chooses the same moments again. */
const lives = Number(process.env.KILL_LIVES ?? 6);
const seed = Number(process.env.KILL_SEED ?? Date.now() % 1_000_000);
const chance = mulberry32(seed);

/** Small and seeded: the same numbers for the same seed. */
function mulberry32(state: number): () => number {
  let at = state;
  return () => {
    at = (at + 0x6d2b79f5) | 0;
    let mixed = Math.imul(at ^ (at >>> 15), at | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

describe('killed at any moment, again and again', () => {
  const ledger = v7();
  let folder: string;
  let dataDir: string;
  let writer: Program | undefined;
  beforeAll(async () => {
    folder = await scratchFolder();
    dataDir = path.join(folder, 'data');
  });
  afterAll(async () => {
    await writer?.kill();
    await endServer(dataDir);
    discard(folder);
  });

  const acknowledgedBy = ({ stdout }: Program): string[] => [...stdout().matchAll(/^ok (\S+) 2$/gm)].map(([, request]) => request!);
  async function acknowledges(program: Program, atLeast: number): Promise<void> {
    while (acknowledgedBy(program).length < atLeast) {
      if (program.child.exitCode !== null || program.child.signalCode !== null) throw new Error(`The writer ended: ${program.stderr()}`);
      await sleep(5);
    }
  }
  async function killServer(): Promise<void> {
    const server = serverOf(dataDir);
    if (server) process.kill(server, 'SIGKILL');
    while (server && serverOf(dataDir) === server) await sleep(5);
  }

  /** One life of the program: it records, and is killed at a moment that nobody chose. */
  async function live(kind: (typeof kinds)[number], commandsAtOnce: number): Promise<string[]> {
    const program = startWriter(commandsAtOnce);
    await acknowledges(program, 1);
    await sleep(chance() * 300);
    if (kind === 'the program') await program.kill();
    if (kind === 'the program and its database') await Promise.all([program.kill(), killServer()]);
    if (kind === 'the database, and then the program') {
      await killServer();
      await acknowledges(program, acknowledgedBy(program).length + 5);
      await program.kill();
    }
    if (kind === 'the database, again and again, and then the program') {
      for (let times = 0; times < 3; times += 1) {
        await killServer();
        await acknowledges(program, acknowledgedBy(program).length + 1);
        await sleep(chance() * 300);
      }
      await program.kill();
    }
    return acknowledgedBy(program);
  }
  function startWriter(commandsAtOnce: number): Program {
    const script = ['test/faults/writer.mjs', ledger, String(commandsAtOnce)];
    writer = start({ LEDGER_DATA_DIR: dataDir, LEDGER_LOG_LEVEL: 'error' }, { script });
    return writer;
  }

  it(
    `what was acknowledged is there, once; positions have no gap, and the chain holds (KILL_SEED=${seed})`,
    async () => {
      const acknowledged: string[] = [];
      for (let life = 0; life < lives; life += 1) {
        acknowledged.push(...(await live(kinds[life % kinds.length]!, atOnce[life % atOnce.length]!)));
      }
      expect(acknowledged.length).toBeGreaterThanOrEqual(lives);

      // One more life, so that the server is up again and has replayed its log.
      const last = startWriter(4);
      await acknowledges(last, 1);
      await last.kill();
      acknowledged.push(...acknowledgedBy(last));

      const password = readFileSync(path.join(dataDir, 'postgresql', 'passwords', 'ledger_service'), 'utf8').trim();
      const pool = new pg.Pool({
        host: path.join(dataDir, 'postgresql', 'socket'),
        user: 'ledger_service',
        password,
        database: 'ledger',
        max: 2,
      });
      pool.on('error', () => undefined);
      try {
        while ((await pool.query(`select 1 from pg_stat_activity where application_name = 'mutual-aid-ledger'`)).rowCount) await sleep(20);
        const recorded = await pool.query<{ request: string; events: number }>(
          `select meta::json ->> 'request' as request, count(*)::int as events from event where ledger_id = $1 and position > 5 group by 1`,
          [ledger],
        );
        const found = new Map(recorded.rows.map(({ request, events }) => [request, events]));
        expect(acknowledged.filter((request) => found.get(request) !== 2)).toEqual([]);
        expect(new Set(acknowledged).size).toBe(acknowledged.length);
        expect([...found.values()].filter((events) => events !== 2)).toEqual([]);
        const {
          rows: [count],
        } = await pool.query(
          `select count(*)::int as events, min(position)::int as first, max(position)::int as last,
           (select count(*)::int from payment) as payments, (select count(*)::int from obligation) as obligations,
           (select count(*)::int from subject_key where kind = 'payer') as payers, (select count(*)::int from request) - 3 as requests
         from event where ledger_id = $1`,
          [ledger],
        );
        const payments = found.size;
        expect(count).toEqual({
          events: 5 + 2 * payments,
          first: 1,
          last: 5 + 2 * payments,
          payments,
          obligations: payments,
          payers: payments,
          requests: payments,
        });
        expect(await walkChain(pool, ledger)).toEqual({ events: BigInt(5 + 2 * payments), faults: [] });
      } finally {
        await pool.end();
      }
    },
    60_000 + lives * 15_000,
  );
});
