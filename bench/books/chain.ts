import { chainHash, genesis } from '../../src/event-store/frame.js';
import { instant } from '../../src/domain/calendar.js';
import { copyLine } from '../copy-in.js';

/** What of an event is its own; where it stands in the books follows from those before it. */
export interface Entry {
  readonly stream: string;
  readonly version: number;
  readonly type: string;
  readonly schema: number;
  /** Canonical JSON, as it is hashed. */
  readonly data: string;
  readonly meta: string;
  readonly millis: number;
}

/** The books of one ledger, written from the first event on with the program's own hash. */
export class Chain {
  position = 0n;
  hash: Buffer = genesis;

  constructor(private readonly ledger: string) {}

  /** @returns the row of `event`, as COPY takes it */
  line({ millis, ...entry }: Entry): string {
    const micros = BigInt(millis) * 1000n;
    const at = instant(millis);
    this.position += 1n;
    this.hash = chainHash(this.hash, {
      ledger: this.ledger,
      position: this.position,
      ...entry,
      happenedMicros: micros,
      recordedMicros: micros,
    });
    const { stream, version, type, schema, data, meta } = entry;
    return copyLine([this.ledger, this.position, stream, version, type, schema, data, meta, at, at, this.hash]);
  }
}
