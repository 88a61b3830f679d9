import pg from 'pg';
import { load } from '../load.js';
import type { Setting } from './setting.js';

const sizes = [1, 2, 4, 8, 16, 32];

export interface FastPool {
  readonly pool: pg.Pool;
  readonly size: number;
}

/** A bare insert at its best, so that nothing looks good beside a pool that was chosen badly. */
export async function fastestPool(
  { scratch, here, pace }: Setting,
  inFlight: number,
  insert: (pool: pg.Pool) => Promise<unknown>,
): Promise<FastPool> {
  const poolOf = (max: number) => new pg.Pool({ ...here.runtime.connections.service, max });
  let best = { size: 0, speed: 0 };
  for (const size of sizes) {
    const pool = poolOf(size);
    await load(inFlight, pace.loadMs / 5, () => insert(pool));
    const { perSecond: speed } = await load(inFlight, pace.loadMs / 2, () => insert(pool));
    await pool.end();
    if (speed > best.speed) best = { size, speed };
  }
  const pool = poolOf(best.size);
  scratch.closeLater(() => pool.end());
  await load(inFlight, pace.loadMs / 5, () => insert(pool));
  return { pool, size: best.size };
}
