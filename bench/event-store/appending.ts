import { type Figure, inRounds, reaches, staysWithin, takeTurns } from '../harness.js';
import { type Load, load } from '../load.js';
import { fastestPool } from './fastest-pool.js';
import { noteType, takingNotes } from './note.js';
import type { Setting } from './setting.js';

const speeds = (loads: readonly Load[]): number[] => loads.map(({ perSecond }) => perSecond);

/** The store itself: lock, request, decision, chain and commit, around an event from which nothing is derived. */
export async function* appending(setting: Setting): AsyncGenerator<Figure> {
  const { here, ledger, pace, bare } = setting;
  const decide = takingNotes(here, ledger);
  await load(8, pace.loadMs, decide);
  const insert = await bare.insertLike(noteType);
  const alone = () => insert(here.pool);
  await load(8, pace.loadMs, alone);
  yield {
    what: 'decide: one event of 600 bytes, alone',
    against: 'a bare INSERT commit of the same bytes, the two taking turns',
    unit: 'ms',
    ...(await takeTurns(pace.rounds, pace.acts, decide, alone, here.settled)),
    target: staysWithin(1.5, 'ratio'),
  };

  const for64 = await fastestPool(setting, 64, insert);
  const for256 = await fastestPool(setting, 256, insert);
  const deciding = (inFlight: number) => () => load(inFlight, pace.loadMs, decide);
  const found = await inRounds(
    pace.rounds,
    {
      alone: deciding(1),
      at8: deciding(8),
      at32: deciding(32),
      bare64: () => load(64, pace.loadMs, () => insert(for64.pool)),
      at64: deciding(64),
      at256: deciding(256),
      bare256: () => load(256, pace.loadMs, () => insert(for256.pool)),
    },
    here.settled,
  );
  const beside = (bareLoads: readonly Load[], size: number) => ({
    against: `bare INSERT commits, as many in flight, at their best pool: ${size}`,
    unit: '/s' as const,
    theirs: speeds(bareLoads),
  });
  yield { what: 'decide, 64 in flight', ours: speeds(found.at64), ...beside(found.bare64, for64.size), target: reaches(2, 'ratio') };
  yield { what: 'decide, 256 in flight', ours: speeds(found.at256), ...beside(found.bare256, for256.size), target: reaches(2.5, 'ratio') };
  const { alone: one, at8, at32, at64, at256 } = found;
  yield* steadiness([
    { inFlight: 1, loads: one },
    { inFlight: 8, loads: at8 },
    { inFlight: 32, loads: at32 },
    { inFlight: 64, loads: at64 },
    { inFlight: 256, loads: at256 },
  ]);
}

interface Step {
  readonly inFlight: number;
  readonly loads: readonly Load[];
}

/** What happens to those who wait when more of them come. */
function* steadiness(steps: readonly Step[]): Generator<Figure> {
  for (const { inFlight, loads } of steps.slice(1)) {
    yield {
      what: `decide, ${inFlight} in flight: the slowest of a hundred`,
      against: 'the median of the same acts',
      unit: 'ms',
      ours: loads.map(({ p99 }) => p99),
      theirs: loads.map(({ p50 }) => p50),
      target: staysWithin(3, 'ratio'),
    };
  }
  const most = steps.at(-1)!;
  for (const fewer of steps.slice(0, -1)) {
    yield {
      what: `decide, ${most.inFlight} in flight on one ledger`,
      against: `the same, ${fewer.inFlight} in flight`,
      unit: '/s',
      ours: speeds(most.loads),
      theirs: speeds(fewer.loads),
      ...(fewer.inFlight === 1 && { target: reaches(1, 'ratio') }),
    };
  }
}
