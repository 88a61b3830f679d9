/** What a figure must reach: its ratio to the other side of the same run, or, where the promise is a plain number, itself. */
export interface Target {
  readonly of: 'ratio' | 'ours';
  readonly must: 'stay under' | 'stay within' | 'reach';
  readonly bound: number;
}

export type Unit = 'ms' | 's' | 'MB' | '/s' | '/min' | 'buffers' | 'lost';

/** One thing measured in alternating rounds beside another. `ours[i]` and `theirs[i]` are of the same round. */
export interface Figure {
  readonly what: string;
  /** What it stands beside: a peer, or the limit of what is possible. */
  readonly against: string;
  readonly unit: Unit;
  readonly ours: readonly number[];
  readonly theirs: readonly number[];
  /** Absent where a figure is there to explain the others. */
  readonly target?: Target;
  /** What on this machine stands in the way of the target, where that was measured too. Told instead of a verdict. */
  readonly hindrance?: string;
}

export interface Judged extends Figure {
  /** Ours divided by theirs, round by round. */
  readonly ratio: { readonly min: number; readonly median: number; readonly max: number };
  readonly verdict: 'holds' | 'falls short' | 'hindered' | 'for orientation';
}

export type Sides = Pick<Figure, 'ours' | 'theirs'>;

export const staysUnder = (bound: number, of: Target['of']): Target => ({ of, must: 'stay under', bound });
export const staysWithin = (bound: number, of: Target['of']): Target => ({ of, must: 'stay within', bound });
export const reaches = (bound: number, of: Target['of']): Target => ({ of, must: 'reach', bound });

export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('Nothing was measured.');
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** The median round decides: one that the machine disturbed neither saves nor condemns. */
export function judge(figure: Figure): Judged {
  const { ours, theirs, target, hindrance } = figure;
  const ratios = ours.map((each, round) => ratioOf(each, theirs[round]!));
  const ratio = { min: Math.min(...ratios), median: median(ratios), max: Math.max(...ratios) };
  if (!target) return { ...figure, ratio, verdict: 'for orientation' };
  const holds = keeps(target, target.of === 'ratio' ? ratio.median : median(ours));
  return { ...figure, ratio, verdict: holds ? 'holds' : hindrance ? 'hindered' : 'falls short' };
}

function keeps({ must, bound }: Target, found: number): boolean {
  switch (must) {
    case 'reach':
      return found >= bound;
    case 'stay within':
      return found <= bound;
    case 'stay under':
      return found < bound;
  }
}

/** None beside none are alike. */
const ratioOf = (ours: number, theirs: number): number => (ours === theirs ? 1 : ours / theirs);

type Measure = () => Promise<number>;
export type Act = () => Promise<unknown>;

/** Measures both sides in every round, each as often first as second, so that neither always finds the machine warm. */
export const alternate = (rounds: number, ours: Measure, theirs: Measure, settled?: () => Promise<void>): Promise<Sides> =>
  inRounds<keyof Sides, number>(rounds, { ours, theirs }, settled);

/**
 * Measures all of them in every round, there and back again, so that what is compared lies side by side in time.
 * @param settled resolves when what one has set going is over, lest the next pay for it
 */
export async function inRounds<Name extends string, Found>(
  rounds: number,
  measures: Readonly<Record<Name, () => Promise<Found>>>,
  settled: () => Promise<void> = async () => undefined,
): Promise<Record<Name, Found[]>> {
  const all = Object.entries(measures) as [Name, () => Promise<Found>][];
  const found = Object.fromEntries(all.map(([name]) => [name, [] as Found[]])) as Record<Name, Found[]>;
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, measure] of round % 2 === 0 ? all : all.toReversed()) {
      await settled();
      found[name].push(await measure());
    }
  }
  return found;
}

/**
 * Median times in milliseconds, round by round, of two acts that take turns one by one: so both meet the same machine, the
 * same caches and the same sleepy cores. Repeated by itself, a short act keeps all of these warm, and would be measured at
 * up to three times the speed that it ever has between other work.
 * @param settled resolves when what an act has set going behind its answer is over, lest the other side pay for it
 */
export async function takeTurns(rounds: number, acts: number, ours: Act, theirs: Act, settled: () => Promise<void>): Promise<Sides> {
  const found = { ours: [] as number[], theirs: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    const times = { ours: [] as number[], theirs: [] as number[] };
    for (let turn = 0; turn < acts; turn += 1) {
      await settled();
      times.ours.push(await timeOf(ours));
      await settled();
      times.theirs.push(await timeOf(theirs));
    }
    found.ours.push(median(times.ours));
    found.theirs.push(median(times.theirs));
  }
  return found;
}

/** One act out of several, each time the next. */
export function byTurns(acts: readonly Act[]): Act {
  let turn = 0;
  return () => {
    turn = (turn + 1) % acts.length;
    return acts[turn]!();
  };
}

/** Median time in milliseconds of an act that follows upon itself. */
export async function medianOf(acts: number, act: Act): Promise<number> {
  const times: number[] = [];
  while (times.length < acts) times.push(await timeOf(act));
  return median(times);
}

async function timeOf(act: Act): Promise<number> {
  const from = performance.now();
  await act();
  return performance.now() - from;
}
