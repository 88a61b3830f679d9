import type { DecidedGroup, Waiting } from './group.js';
import type { Head, Loaded, Situation } from './situation.js';
import { type AnyStream, allOf } from './streams.js';
import { streamsOf } from './without-lock.js';

const mostLedgers = 200;
const mostStreams = 100;

interface Memory {
  head: Head;
  readonly streams: Map<string, Loaded>;
  /** The head before the last group, and the streams that it touched: nothing else is another at the one than at the other. */
  before?: { readonly head: Head; readonly grown: ReadonlySet<string> };
}

/**
 * States of the streams that commands read lately, each ledger's as of the head at which this program last saw it. Whoever decides on
 * them writes only if that head still stands, so what is remembered may be old, and never does harm. What was longest not
 * asked for is forgotten first.
 */
export class Remembered {
  private readonly ledgers = new Map<string, Memory>();

  /**
   * Everything that the group reads, what is new left out, or undefined when some of it is not known.
   * @param looked what was looked up because it was missing; it counts only where it holds at the head that is remembered
   */
  situationOf(ledger: string, group: readonly Waiting[], looked?: Situation): Situation | undefined {
    const memory = this.ledgers.get(ledger);
    if (!memory) return undefined;
    const found = looked && stillHolds(looked, memory) ? looked.streams : undefined;
    const streams = new Map<string, Loaded>();
    for (const { streams: named } of group) {
      for (const stream of allOf(named)) {
        const known = memory.streams.get(stream.name) ?? (stream.isNew ? undefined : found?.get(stream.name));
        if (known) streams.set(stream.name, known);
        else if (!stream.isNew) return undefined;
      }
    }
    return { head: memory.head, streams, answered: new Map() };
  }

  /** What the group reads and is not known; nothing of a ledger of which nothing is remembered. */
  missingOf(ledger: string, group: readonly Waiting[]): AnyStream[] {
    const memory = this.ledgers.get(ledger);
    if (!memory) return [];
    return streamsOf(group).filter(({ name, isNew }) => !isNew && !memory.streams.has(name));
  }

  /** Adds what was looked up to what is known, if that is of the same head; otherwise what was known is forgotten. */
  learn(ledger: string, { head, streams }: Situation): void {
    const memory = this.ledgers.get(ledger);
    if (memory && isSame(memory.head, head)) keep(memory.streams, streams.values());
    else this.begin(ledger, head, streams.values());
  }

  /** After the commit of a group that was decided on what is known. */
  advance(ledger: string, { from, to, streams, grown }: DecidedGroup): void {
    const memory = this.ledgers.get(ledger);
    if (!memory || !isSame(memory.head, from)) {
      this.begin(ledger, to, streams.values());
      return;
    }
    memory.head = to;
    memory.before = { head: from, grown };
    keep(memory.streams, streams.values());
    this.ledgers.delete(ledger);
    this.ledgers.set(ledger, memory);
  }

  forget(ledger: string): void {
    this.ledgers.delete(ledger);
  }

  private begin(ledger: string, head: Head, streams: Iterable<Loaded>): void {
    const memory: Memory = { head, streams: new Map() };
    keep(memory.streams, streams);
    this.ledgers.delete(ledger);
    this.ledgers.set(ledger, memory);
    for (const oldest of this.ledgers.keys()) {
      if (this.ledgers.size <= mostLedgers) break;
      this.ledgers.delete(oldest);
    }
  }
}

/** As of the head that is remembered; or as of the one before, where the group between them touched none of it. */
const stillHolds = ({ head, streams }: Situation, memory: Memory): boolean =>
  isSame(memory.head, head) ||
  (memory.before !== undefined && isSame(memory.before.head, head) && [...streams.keys()].every((name) => !memory.before!.grown.has(name)));

const isSame = (one: Head, other: Head): boolean =>
  one.position === other.position && one.fence === other.fence && one.hash.equals(other.hash);

/** What was made new is seldom asked for again, and there is much of it. */
function keep(known: Map<string, Loaded>, streams: Iterable<Loaded>): void {
  for (const loaded of streams) {
    const { name, isNew } = loaded.stream as AnyStream;
    known.delete(name);
    if (!isNew) known.set(name, loaded);
  }
  for (const longestNotAsked of known.keys()) {
    if (known.size <= mostStreams) break;
    known.delete(longestNotAsked);
  }
}
