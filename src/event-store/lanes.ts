import { StoreBusy } from './faults.js';

/**
 * Does one group of a ledger's commands and answers each of them. Never throws.
 * @param goOn may be called, once, when the ledger's next group may begin before this one is over
 * @returns how many it took, from the front; at least one
 */
export type RunGroup<W> = (ledger: string, group: readonly W[], goOn: (taken: number) => void) => Promise<number>;

export interface Bounds {
  /** Groups under way at once, of all ledgers. */
  readonly groupsAtOnce: number;
  readonly mostInGroup: number;
  readonly mostWaitingOfLedger: number;
  readonly mostWaiting: number;
}

/**
 * Where commands wait for their ledger. A lone command is done at once; whatever arrives meanwhile makes the next group, so groups
 * grow with the load and nobody waits for a timer. Ledgers take turns, and one with much to do goes to the end of the row after
 * every group. A full row refuses instead of growing.
 */
export class Lanes<W> {
  private readonly lanes = new Map<string, { readonly waiting: W[]; isRunning: boolean }>();
  private readonly row: string[] = [];
  private running = 0;
  private waiting = 0;

  constructor(
    private readonly run: RunGroup<W>,
    private readonly bounds: Bounds,
  ) {}

  /** @throws StoreBusy when too many wait already; nothing of the command was done */
  enter(ledger: string, command: W): void {
    const lane = this.lanes.get(ledger) ?? { waiting: [], isRunning: false };
    if (this.waiting >= this.bounds.mostWaiting || lane.waiting.length >= this.bounds.mostWaitingOfLedger) throw new StoreBusy();
    this.lanes.set(ledger, lane);
    lane.waiting.push(command);
    this.waiting += 1;
    if (lane.isRunning || lane.waiting.length > 1) return;
    this.row.push(ledger);
    this.next();
  }

  /** Commands that wait, those under way not counted. */
  get length(): number {
    return this.waiting;
  }

  private next(): void {
    while (this.running < this.bounds.groupsAtOnce && this.row.length > 0) void this.turn(this.row.shift()!);
  }

  private async turn(ledger: string): Promise<void> {
    const lane = this.lanes.get(ledger)!;
    const group = lane.waiting.splice(0, this.bounds.mostInGroup);
    this.waiting -= group.length;
    this.running += 1;
    lane.isRunning = true;
    let hasGoneOn = false;
    const goOn = (taken: number): void => {
      if (hasGoneOn) return;
      hasGoneOn = true;
      lane.waiting.unshift(...group.slice(taken));
      this.waiting += group.length - taken;
      setImmediate(() => this.free(ledger));
    };
    try {
      goOn(await this.run(ledger, group, goOn));
    } finally {
      goOn(group.length);
      this.running -= 1;
      this.next();
    }
  }

  /** A moment later, so that those who were answered and ask again at once are together in the next group. */
  private free(ledger: string): void {
    const lane = this.lanes.get(ledger)!;
    lane.isRunning = false;
    if (lane.waiting.length > 0) this.row.push(ledger);
    else this.lanes.delete(ledger);
    this.next();
  }
}
