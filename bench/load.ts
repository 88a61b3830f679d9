/** What many callers at once found: acts a second, and how long each of them waited, in milliseconds. */
export interface Load {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

/** Keeps as many acts in flight as said for as long as said; every act that was begun is waited for and counted. */
export async function load(inFlight: number, forMs: number, act: () => Promise<unknown>): Promise<Load> {
  const waits: number[] = [];
  const from = performance.now();
  const lane = async () => {
    for (let begun = from; begun < from + forMs; ) {
      await act();
      const ended = performance.now();
      waits.push(ended - begun);
      begun = ended;
    }
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
  const perSecond = (waits.length * 1000) / (performance.now() - from);
  waits.sort((a, b) => a - b);
  return { perSecond, p50: percentile(waits, 50), p99: percentile(waits, 99) };
}

/** The nearest rank: the least value that so many in a hundred do not exceed. @param sorted from least to greatest */
export function percentile(sorted: readonly number[], rank: number): number {
  if (sorted.length === 0) throw new RangeError('Nothing was measured.');
  return sorted[Math.max(0, Math.ceil((rank / 100) * sorted.length) - 1)]!;
}
