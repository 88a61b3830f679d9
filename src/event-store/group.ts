import { type WrittenDown, canonical, writtenDown } from '../domain/canonical.js';
import { type Instant, instant } from '../domain/calendar.js';
import type { LedgerEvent } from '../domain/events.js';
import { schemas } from '../domain/events.js';
import { Refusal } from '../domain/refusal.js';
import { type Asker, keptRequestId } from './asker.js';
import { UnknownStream, UnwritableFact } from './faults.js';
import { type FramedRow, chainHash } from './frame.js';
import type { Meta, RecordedEvent } from './recorded.js';
import { type Answered, type Head, type Loaded, type Situation, requestKey, unborn } from './situation.js';
import type { AnyStream, Decision, Streams } from './streams.js';
import { addSubjects } from './subjects.js';

/** A command on its way into the books. */
export interface Waiting {
  readonly asker: Asker;
  readonly streams: Streams;
  // biome-ignore lint/suspicious/noExplicitAny: commands of one group read streams of any kind; each gets its own states
  readonly decision: Decision<any>;
  /** Rows for the same append; written only if the decision comes to any event. */
  readonly beside: readonly object[];
}

/** What one command of a group comes to, once the group is committed. */
export type Outcome =
  | { readonly is: 'yes'; readonly events: readonly RecordedEvent[] }
  /** Asked and answered before this group: its events are read from the books. */
  | { readonly is: 'answered'; readonly answered: Answered }
  /** Asked twice in this very group. */
  | { readonly is: 'repeated'; readonly events: readonly RecordedEvent[] }
  | { readonly is: 'no'; readonly error: unknown };

/** One row of `event`, ready to be written. */
export interface StoredRow {
  readonly row: FramedRow;
  readonly happenedAt: Instant;
  readonly hash: Buffer;
}

/** A request that gets a yes. */
export interface AskedRow {
  readonly asker: Asker;
  readonly first: bigint;
  readonly count: number;
  readonly subjects: readonly string[];
}

/** What a group comes to: to be written whole, or not at all. */
export interface DecidedGroup {
  readonly from: Head;
  readonly to: Head;
  readonly now: Instant;
  /** One for each command that was decided, in order. */
  readonly outcomes: readonly Outcome[];
  readonly events: readonly RecordedEvent[];
  readonly stored: readonly StoredRow[];
  readonly asked: readonly AskedRow[];
  readonly beside: readonly object[];
  /** Every stream of the situation as it stands afterwards. */
  readonly streams: ReadonlyMap<string, Loaded>;
  /** Names of those that gained events. */
  readonly grown: ReadonlySet<string>;
}

export const largestPayloadBytes = 1_000_000;

/** So much of a group's payload is enough: the commands that are left make the next one. */
const enoughBytes = 1_000_000;

/**
 * Decides commands one after another, each on the states that those before it left, and numbers, folds and hashes what they
 * come to. What is folded, projected and answered is what will be read back from the stored bytes, so kept states equal the
 * fold and rows equal a rebuild. Changes nothing outside itself: decided again, it comes to the same.
 */
export function decideGroup(situation: Situation, group: readonly Waiting[], now: Instant, newId: () => string): DecidedGroup {
  const gathering = new Gathering(situation, now, newId);
  for (const waiting of group) {
    if (gathering.bytes >= enoughBytes) break;
    gathering.decide(waiting);
  }
  return gathering.whole();
}

class Gathering {
  private readonly outcomes: Outcome[] = [];
  private readonly events: RecordedEvent[] = [];
  private readonly stored: StoredRow[] = [];
  private readonly asked: AskedRow[] = [];
  private readonly beside: object[] = [];
  private readonly streams: Map<string, Loaded>;
  private readonly grown = new Set<string>();
  private readonly answers = new Map<string, { readonly mac: Buffer; readonly events: readonly RecordedEvent[] }>();
  private readonly nowMicros: bigint;
  private head: Head;
  bytes = 0;

  constructor(
    private readonly situation: Situation,
    private readonly now: Instant,
    private readonly newId: () => string,
  ) {
    this.head = situation.head;
    this.streams = new Map(situation.streams);
    this.nowMicros = BigInt(Date.parse(now)) * 1000n;
  }

  decide(waiting: Waiting): void {
    try {
      this.outcomes.push(this.outcomeOf(waiting));
    } catch (error) {
      this.outcomes.push({ is: 'no', error });
    }
  }

  whole(): DecidedGroup {
    const { now, outcomes, events, stored, asked, beside, streams, grown } = this;
    return { from: this.situation.head, to: this.head, now, outcomes, events, stored, asked, beside, streams, grown };
  }

  private outcomeOf(waiting: Waiting): Outcome {
    const { asker } = waiting;
    const key = requestKey(asker);
    const answered = this.situation.answered.get(key);
    if (answered) {
      refuseOtherInput(answered.mac, asker.mac.toString('hex'));
      return { is: 'answered', answered };
    }
    const earlier = this.answers.get(key);
    if (earlier) {
      refuseOtherInput(earlier.mac.toString('hex'), asker.mac.toString('hex'));
      return { is: 'repeated', events: earlier.events };
    }
    const events = this.written(waiting);
    this.answers.set(key, { mac: asker.mac, events });
    return { is: 'yes', events };
  }

  /** All that one command comes to, or, when it throws on the way, nothing of it. */
  private written({ asker, streams, decision, beside }: Waiting): readonly RecordedEvent[] {
    const facts = decision(statesOf(streams, this.streams), this.now, this.head);
    const meta: Meta = { by: asker.by, request: keptRequestId(asker.sent, this.newId) };
    const writing = new Writing(asker.ledger, this.head, this.streams, meta, this.now, this.nowMicros);
    inOrder(streams, facts, (stream, fact) => writing.add(stream, fact));
    const { events, stored, after, bytes, head } = writing;
    this.asked.push({ asker, first: this.head.position + 1n, count: events.length, subjects: [...writing.subjects] });
    for (const [name, loaded] of after) {
      this.streams.set(name, loaded);
      this.grown.add(name);
    }
    this.events.push(...events);
    this.stored.push(...stored);
    if (events.length > 0) this.beside.push(...beside);
    this.bytes += bytes;
    this.head = head;
    return events;
  }
}

/** The events of one command, numbered on from a head. */
class Writing {
  readonly events: RecordedEvent[] = [];
  readonly stored: StoredRow[] = [];
  readonly after = new Map<string, Loaded>();
  readonly subjects = new Set<string>();
  bytes = 0;
  private readonly metaText: string;

  constructor(
    private readonly ledger: string,
    public head: Head,
    private readonly before: ReadonlyMap<string, Loaded>,
    private readonly meta: Meta,
    private readonly now: Instant,
    private readonly nowMicros: bigint,
  ) {
    this.metaText = canonical(meta);
  }

  add(stream: AnyStream, { type, data, happenedAt }: LedgerEvent): void {
    const position = this.head.position + 1n;
    if (position === 1n && type !== 'LedgerOpened') throw new Refusal('ledger/not-open', 'This ledger has not been opened. Open it first.');
    const { name } = stream;
    const loaded = this.after.get(name) ?? this.before.get(name) ?? unborn(stream);
    const version = loaded.version + 1;
    const { text, value } = payloadOf(type, data);
    const row: FramedRow = {
      ledger: this.ledger,
      position,
      stream: name,
      version,
      type,
      schema: schemas[type],
      data: text,
      meta: this.metaText,
      happenedMicros: happenedAt === this.now ? this.nowMicros : microsOf(happenedAt, type),
      recordedMicros: this.nowMicros,
    };
    const hash = chainHash(this.head.hash, row);
    const event = {
      type,
      data: value,
      happenedAt,
      ledger: this.ledger,
      position,
      stream: name,
      version,
      meta: this.meta,
      recordedAt: this.now,
    } as RecordedEvent;
    this.stored.push({ row, happenedAt, hash });
    this.events.push(event);
    this.after.set(name, { stream, version, state: stream.evolve(loaded.state, event) });
    addSubjects(this.subjects, value, text);
    this.bytes += text.length;
    this.head = { position, hash, fence: this.head.fence };
  }
}

/** @param earlier in hex; null once erasure or age has cleared it, when the id alone tells */
function refuseOtherInput(earlier: string | null, now: string): void {
  if (earlier !== null && earlier !== now)
    throw new Refusal('request/other-input', 'This key was used before with other contents. Send a new request with a new key.');
}

function statesOf(streams: Streams, loaded: ReadonlyMap<string, Loaded>): Record<string, unknown> {
  const state = (stream: AnyStream): unknown => (loaded.get(stream.name) ?? unborn(stream)).state;
  const states: Record<string, unknown> = {};
  for (const key of Object.keys(streams)) {
    const one = streams[key] as AnyStream | readonly AnyStream[];
    states[key] = Array.isArray(one) ? one.map(state) : state(one as AnyStream);
  }
  return states;
}

function inOrder(streams: Streams, facts: object, write: (stream: AnyStream, fact: LedgerEvent) => void): void {
  if (facts instanceof Promise) throw new TypeError('A decision is synchronous: it returned a promise.');
  for (const [name, written = []] of Object.entries(facts as Record<string, readonly unknown[] | undefined>)) {
    if (!Object.hasOwn(streams, name)) throw new UnknownStream(name);
    const target = streams[name] as AnyStream | readonly AnyStream[];
    const lists = (Array.isArray(target) ? written : [written]) as readonly (readonly LedgerEvent[])[];
    for (const [index, list] of lists.entries()) {
      const stream = (Array.isArray(target) ? target[index] : target) as AnyStream | undefined;
      if (!stream) throw new UnknownStream(`${name}[${index}]`);
      for (const fact of list) write(stream, fact);
    }
  }
}

function payloadOf(type: string, data: unknown): WrittenDown {
  const written = writtenAs(type, data);
  const size = written.text.length * 3 <= largestPayloadBytes ? 0 : Buffer.byteLength(written.text);
  if (size > largestPayloadBytes) throw new UnwritableFact(type, `its ${size} bytes are over the bound of ${largestPayloadBytes}.`);
  return written;
}

function writtenAs(type: string, data: unknown): WrittenDown {
  try {
    return writtenDown(data);
  } catch (cause) {
    throw new UnwritableFact(type, (cause as Error).message, { cause });
  }
}

/** PostgreSQL has no year 0, and writes the years before it, and after 9999, in another way than we. */
const readableYear = /^(?!0000)\d{4}-/;

/** Only the one spelling that PostgreSQL and we read alike, `2026-10-04T16:00:00.000Z`: what is hashed is what is stored. */
function microsOf(at: Instant, type: string): bigint {
  const millis = Date.parse(at);
  if (Number.isNaN(millis) || instant(millis) !== at || !readableYear.test(at))
    throw new UnwritableFact(type, `its time "${at}" is not an instant in UTC with milliseconds.`);
  return BigInt(millis) * 1000n;
}
