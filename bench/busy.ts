import os from 'node:os';

function ticks(): { idle: number; all: number } {
  const times = os.cpus().flatMap((core) => Object.entries(core.times));
  const sum = (of: readonly (readonly [string, number])[]) => of.reduce((total, [, spent]) => total + spent, 0);
  return { idle: sum(times.filter(([kind]) => kind === 'idle')), all: sum(times) };
}

/** Which share of all cores was at work, from now until the answer is called. */
export function watchCores(): () => number {
  const before = ticks();
  return () => {
    const after = ticks();
    return 1 - (after.idle - before.idle) / (after.all - before.all);
  };
}
