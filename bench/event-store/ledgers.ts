import os from 'node:os';
import { openBenchLedger } from '../bench-ledger.js';
import { watchCores } from '../busy.js';
import { type Figure, alternate, byTurns, median, reaches } from '../harness.js';
import { load } from '../load.js';
import { takingNotes } from './note.js';
import type { Setting } from './setting.js';

const ledgerCount = 16;
const inFlight = 64;
/** Above this, one more act at once would only wait for a core. */
const mostBusy = 0.9;

/** Ledgers share nothing but the machine: what one waits for is no concern of another. */
export async function* ledgers({ here, ledger, pace }: Setting): AsyncGenerator<Figure> {
  const others: string[] = [];
  while (others.length < ledgerCount) others.push(await openBenchLedger(here.app, `bench-${others.length}`));
  const one = takingNotes(here, ledger);
  const many = byTurns(others.map((other) => takingNotes(here, other)));

  const busy: number[] = [];
  const speed = (act: () => Promise<unknown>) => async () => {
    const atWork = watchCores();
    const { perSecond } = await load(inFlight, pace.loadMs, act);
    busy.push(atWork());
    return perSecond;
  };
  await load(inFlight, pace.loadMs, many);
  const sides = await alternate(pace.rounds, speed(many), speed(one), here.settled);
  const share = median(busy);
  yield {
    what: `decide over ${ledgerCount} ledgers, ${inFlight} in flight together`,
    against: 'the same on one ledger, as many in flight',
    unit: '/s',
    ...sides,
    target: reaches(1.5, 'ratio'),
    ...(share > mostBusy && {
      hindrance: `all ${os.availableParallelism()} cores were at work for ${Math.round(share * 100)} % of the time, by one ledger or many`,
    }),
  };
}
