import { type ChildProcess, fork } from 'node:child_process';
import path from 'node:path';
import { walkChain } from '../../src/event-store/chain.js';
import { fillBooks } from '../books/fill.js';
import { cleanEnvironment } from '../child.js';
import { type Figure, inRounds, reaches, staysUnder } from '../harness.js';
import { type InProgram, dataIn } from '../in-program.js';
import type { ReadAlone } from '../readers/read-alone.js';
import type { Reading } from '../readers/reading.js';
import { type Scratch, signal } from '../scratch.js';
import type { Setting } from './setting.js';

/** Books read from the first event to the last, each time by a program that has done nothing else. */
export async function* replaying({ here, ledger, pace, scratch }: Setting): AsyncGenerator<Figure> {
  const { ledgers, seconds } = await fillBooks(here.runtime.connections, ledger, 1, pace.replayed);
  await refuseBroken(here, ledgers[0]!);
  const read = (reading: Reading) => () => readAlone(scratch, reading, ledgers[0]!);
  const found = await inRounds(
    pace.rounds,
    { bare: read('bare'), replay: read('replay'), rebuild: read('rebuild'), lastTenth: read('lastTenth') },
    here.settled,
  );
  const speeds = (all: readonly ReadAlone[]) => all.map(({ perSecond }) => perSecond);
  const growths = (all: readonly ReadAlone[]) => all.map(({ grownMb }) => grownMb);
  const events = `${pace.replayed.toLocaleString('en')} events, filled in ${Math.round(seconds)} s,`;
  yield {
    what: `${events} lifted and folded`,
    against: 'a bare loop: a cursor over the same columns, their JSON parsed',
    unit: '/s',
    ours: speeds(found.replay),
    theirs: speeds(found.bare),
    target: reaches(1, 'ratio'),
  };
  yield {
    what: 'that replay: memory it grew by, at its highest',
    against: 'the bare loop',
    unit: 'MB',
    ours: growths(found.replay),
    theirs: growths(found.bare),
    target: staysUnder(200, 'ours'),
  };
  yield {
    what: 'that replay: memory, however long the books are',
    against: 'a replay of the last tenth of them',
    unit: 'MB',
    ours: growths(found.replay),
    theirs: growths(found.lastTenth),
  };
  yield {
    what: 'obligations rebuilt from those events, and compared',
    against: 'that replay',
    unit: '/s',
    ours: speeds(found.rebuild),
    theirs: speeds(found.replay),
    target: reaches(0.5, 'ratio'),
  };
}

/** What is read must be books that the program would own to. */
async function refuseBroken({ pool }: InProgram, ledger: string): Promise<void> {
  const { faults } = await walkChain(pool, ledger);
  if (faults[0]) throw new Error(`The filled books do not hold: event ${faults[0].position} ${faults[0].says}.`);
}

function readAlone(scratch: Scratch, reading: Reading, ledger: string): Promise<ReadAlone> {
  const env = cleanEnvironment({ LEDGER_DATA_DIR: dataIn(scratch), LEDGER_LOG_LEVEL: 'error' });
  const child: ChildProcess = fork(path.join(import.meta.dirname, '../readers/read-alone.js'), [reading, ledger], {
    env,
    execArgv: ['--expose-gc'],
  });
  scratch.closeLater(async () => void (child.exitCode === null && signal(child.pid!, 'SIGKILL')));
  return new Promise((resolve, reject) => {
    let found: ReadAlone | undefined;
    child.once('message', (said) => (found = said as ReadAlone));
    child.once('exit', (code) => (found ? resolve(found) : reject(new Error(`${reading} ended with ${code} and read nothing.`))));
  });
}
