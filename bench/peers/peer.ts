import { type Load, load } from '../load.js';

/** Another event store, in a program of its own: some change for their whole program how PostgreSQL's values are read. */
export interface Peer {
  /** One event more, into a stream of its own. */
  append(): Promise<unknown>;
  /** Follows the store while so many append for so long, and until nothing comes any more. @returns events that never came */
  lostUnder?(inFlight: number, forMs: number): Promise<number>;
  close(): Promise<void>;
}

export interface Question {
  readonly ask: 'load' | 'lost' | 'end';
  readonly inFlight: number;
  readonly forMs: number;
}

export type Answer = { readonly load: Load } | { readonly lost: number } | { readonly ready: true } | { readonly failed: string };

/** The bytes that are appended, as JSON, given by whoever started this program. */
export const eventData = (): Record<string, unknown> => JSON.parse(process.env.BENCH_EVENT ?? '{}') as Record<string, unknown>;

const say = (answer: Answer): void => void process.send!(answer);

/** Answers the benchmark's questions until it says that there are no more. */
export function answerAs(peer: Peer): void {
  const answer = async ({ ask, inFlight, forMs }: Question): Promise<void> => {
    if (ask === 'load') say({ load: await load(inFlight, forMs, () => peer.append()) });
    else if (ask === 'lost') say({ lost: await peer.lostUnder!(inFlight, forMs) });
    else {
      await peer.close();
      process.disconnect();
    }
  };
  process.on('message', (question: Question) => {
    answer(question).catch((error: unknown) => say({ failed: error instanceof Error ? (error.stack ?? error.message) : String(error) }));
  });
  say({ ready: true });
}
