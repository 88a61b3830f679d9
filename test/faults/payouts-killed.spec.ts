import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { v7 } from 'uuid';
import type { Fault } from '../paypal/simulator/faults.js';
import { isBack } from '../paypal/simulator/life.js';
import { PayPalSimulator } from '../paypal/simulator/simulator.js';
import { type Program, discard, endServer, scratchFolder, serverOf, start } from '../start/program.js';

/**
 * The built program takes its own jobs, and is killed, or its database is, at a place in the protocol that PayPal sees: it holds a
 * request still, or its answer back, and meanwhile nobody is left to hear it. Then the next life begins. Real processes, real sockets.
 */

/** Where PayPal stands when it happens. */
const moments: readonly { readonly when: string; readonly fault?: Fault; readonly waitMs: number }[] = [
  { when: 'the request has come, and nothing is taken up', fault: 'hangs', waitMs: 0 },
  { when: 'it is taken up, and nothing is answered', fault: 'hangs after accepting', waitMs: 0 },
  { when: 'the answer is cut in its middle', fault: 'cuts in the middle of the answer', waitMs: 10 },
  { when: 'the answer is about to come', fault: 'is slow', waitMs: 295 },
  { when: 'the answer has just come', waitMs: 3 },
  { when: 'something has been written down', waitMs: 25 },
];
const victims = ['the program', 'the database', 'the database, which is stopped in order', 'both'] as const;
const all = moments.flatMap(({ when, ...at }, row) => victims.map((victim, column) => ({ when, victim, row, column, ...at })));
/** Every second pair, unless `PAYOUT_KILLS=all` asks for every one: a life takes seconds. */
const lives = all.filter(({ row, column }) => process.env.PAYOUT_KILLS === 'all' || (row + column) % 2 === 0);

let folder: string;
let dataDir: string;
let paypal: PayPalSimulator;
let running: Program | undefined;
const ledger = v7();

beforeAll(async () => {
  folder = await scratchFolder();
  dataDir = path.join(folder, 'data');
  paypal = await new PayPalSimulator().open();
  paypal.status = 'SUCCESS';
});
afterAll(async () => {
  await running?.kill();
  await paypal.close();
  await endServer(dataDir);
  discard(folder);
});

/** So slow that a life takes up four jobs, and no more: what it has in hand stays locked for half a minute after it. */
const jobsOfALife = 4;
const slowly = { LEDGER_PAYPAL_PER_MINUTE: '60' };

const env = () => ({
  LEDGER_DATA_DIR: dataDir,
  LEDGER_JOURNAL_DIR: '',
  LEDGER_LOG_LEVEL: 'error',
  LEDGER_PAYPAL_URL: paypal.url,
  LEDGER_PAYPAL_PER_MINUTE: '1200',
  LEDGER_QUEUE_CONCURRENCY: '2',
});

async function told<T>(...args: string[]): Promise<T> {
  running = start(env(), { script: ['test/faults/payer.mjs', ...args] });
  const code = await running.ended;
  const [, text] = /^told (.*)$/m.exec(running.stdout()) ?? [];
  if (code !== 0 || !text) throw new Error(`It ended with ${code}: ${running.stderr()}`);
  return JSON.parse(text) as T;
}

const asked = () => paypal.calls().filter(({ method }) => method === 'POST').length;

async function until(holds: () => boolean, what: string): Promise<void> {
  for (let tries = 0; tries < 30_000; tries += 1) {
    if (holds()) return;
    await sleep(1);
  }
  throw new Error(`In vain: ${what}. ${running?.stderr()}`);
}

async function endDatabase(signal: 'SIGKILL' | 'SIGINT'): Promise<void> {
  const server = serverOf(dataDir);
  if (server) process.kill(server, signal);
  await until(() => serverOf(dataDir) !== server, 'the database ends');
}

/** One life of the program, up to the moment. Where the database alone ends, it lives on a little. */
async function live({ victim, fault, waitMs }: (typeof lives)[number]): Promise<void> {
  if (fault) paypal.misbehaves(fault, 'create');
  const before = asked();
  const program = start({ ...env(), ...slowly }, { script: ['dist/src/cli.js', 'worker'] });
  running = program;
  await until(() => asked() > before, 'a payout is asked for');
  await sleep(waitMs);
  if (victim === 'the database' || victim === 'both') await endDatabase('SIGKILL');
  if (victim === 'the database, which is stopped in order') await endDatabase('SIGINT');
  if (victim === 'the database' || victim === 'the database, which is stopped in order') await sleep(1200);
  await program.kill();
}

interface Ended {
  readonly states: Record<string, string>;
  /** Why payouts were in doubt on the way. */
  readonly doubts: readonly string[];
  readonly faults: readonly string[];
  readonly imbalance: string;
}

describe('The built program, killed in the middle of a payout', () => {
  it('each person is paid exactly once, the fund is in balance, and journal and books agree', async () => {
    const { payouts } = await told<{ payouts: string[] }>('prepare', ledger, String((lives.length + 2) * jobsOfALife));
    for (const life of lives) {
      await live(life);
      expect([life.when, life.victim, paypal.memory.paidTwice()]).toEqual([life.when, life.victim, []]);
    }
    const end = await told<Ended>('settle', ledger, ...payouts);
    expect([end.imbalance, end.faults, paypal.memory.paidTwice(), paypal.breaches]).toEqual(['0', [], [], []]);
    const out = (payout: string) =>
      paypal.memory.witnessed().filter(({ senderPayout, status }) => senderPayout === payout && !isBack(status)).length;
    const unlike = payouts.filter((payout) => {
      const isPaid = end.states[payout] === 'paid' && out(payout) === 1;
      return !isPaid && !(end.states[payout] === 'in-doubt' && out(payout) <= 1);
    });
    expect(unlike.map((payout) => [end.states[payout], out(payout)])).toEqual([]);
    // Several calls were out when nobody was left to hear the answer, and what they came to was found out.
    expect(end.doubts.filter((why) => why === 'interrupted').length).toBeGreaterThanOrEqual(3);
    expect(Object.values(end.states).filter((state) => state === 'in-doubt')).toEqual([]);
  }, 400_000);
});
