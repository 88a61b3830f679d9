import { randomFillSync } from 'node:crypto';

const drawnAtOnce = 4096;

/**
 * Random bytes of the operating system, drawn many at a time: asking for twelve costs as much as asking for four thousand. What was
 * handed out is wiped here, so that a key lies nowhere but with whoever asked for it.
 */
export class DrawnBytes {
  private readonly drawn = Buffer.alloc(drawnAtOnce);
  private used = drawnAtOnce;

  /** @param count at most 4096 */
  take(count: number): Buffer {
    if (count > drawnAtOnce) throw new RangeError(`At most ${drawnAtOnce} bytes are handed out at a time.`);
    if (this.used + count > drawnAtOnce) {
      randomFillSync(this.drawn);
      this.used = 0;
    }
    const taken = Buffer.from(this.drawn.subarray(this.used, this.used + count));
    this.drawn.fill(0, this.used, this.used + count);
    this.used += count;
    return taken;
  }
}
