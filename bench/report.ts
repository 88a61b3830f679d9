import os from 'node:os';
import { type Judged, type Target, type Unit, median } from './harness.js';

/** One figure in two lines: ours, then what it stands beside, the ratio of the rounds and what was promised of it. */
export function inWords(figure: Judged): string {
  const { what, against, unit, ours, theirs, ratio, target, verdict, hindrance } = figure;
  const ratios = `ratio ${three(ratio.min)} / ${three(ratio.median)} / ${three(ratio.max)}`;
  const because = verdict === 'hindered' ? `: ${hindrance}` : '';
  return `${line(what, ours, unit)}\n${line(`  beside ${against}`, theirs, unit)}   ${ratios.padEnd(26)} ${targetInWords(target, unit).padEnd(19)} ${verdict}${because}`;
}

export const heading = 'Medians of alternating rounds; ratio is ours to theirs, min / median / max.';

const widest = 76;
const line = (what: string, values: readonly number[], unit: Unit): string =>
  `${what.padEnd(widest)} ${written(median(values), unit).padStart(10)}`;

const spoken = { reach: 'at least', 'stay within': 'at most', 'stay under': 'under' } as const;

function targetInWords(target: Target | undefined, unit: Unit): string {
  if (!target) return '';
  const bound = target.of === 'ratio' ? String(target.bound) : `${target.bound} ${unit}`;
  return `${spoken[target.must]} ${bound}`;
}

const written = (value: number, unit: Unit): string => (unit === '/s' ? `${Math.round(value)}${unit}` : `${three(value)} ${unit}`);

/** Three figures that mean something; more would be noise. */
function three(value: number): string {
  if (!Number.isFinite(value) || value === 0) return String(value);
  if (value >= 100) return String(Math.round(value));
  return value.toFixed(value >= 10 ? 1 : value >= 0.1 ? 2 : 3);
}

/** What a figure depends on and a reader elsewhere has not. */
export const machine = () => ({
  node: process.version,
  system: `${os.platform()} ${os.release()} ${os.arch()}`,
  processor: os.cpus()[0]?.model ?? 'unknown',
  cores: os.availableParallelism(),
  /** Programs that wanted to run in the minute before: more than the cores, and everything below is disturbed. */
  load: os.loadavg()[0]!,
});

export function machineInWords({ node, system, processor, cores, load }: ReturnType<typeof machine>): string {
  const disturbed = load > cores / 2 ? ' The machine is at work otherwise: times are long and ratios wide.' : '';
  return `Node ${node} on ${system}, ${cores} cores of ${processor}, load ${load.toFixed(1)}.${disturbed}`;
}
