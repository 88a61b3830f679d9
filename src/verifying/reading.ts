export type ReadingFaultCode =
  | 'reading/no-answer'
  | 'reading/not-there'
  | 'reading/refused'
  | 'reading/too-long'
  | 'reading/too-slow'
  | 'reading/too-many';

/** What was asked for did not come. It says nothing about the log but that it could not be read. */
export class ReadingFault extends Error {
  constructor(
    readonly code: ReadingFaultCode,
    sentence: string,
  ) {
    super(sentence);
    this.name = 'ReadingFault';
  }
}

/** Wherever a log is read from: its files by their path under the log's address. */
export interface LogReader {
  /** Where it reads, for sentences. */
  readonly address: string;
  /** @throws ReadingFault, also for an answer of more than `atMost` bytes */
  read(path: string, atMost: number): Promise<Uint8Array>;
}

/** Acts on all of them, a few at a time, and gives the results in their order. After a fault no further one is begun. */
export async function aFewAtATime<From, To>(few: number, all: readonly From[], act: (one: From) => Promise<To>): Promise<To[]> {
  const results: To[] = new Array(all.length);
  let next = 0;
  const inTurn = async () => {
    while (next < all.length) {
      const at = next;
      next += 1;
      results[at] = await act(all[at]!);
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(few, all.length) }, inTurn));
  } finally {
    next = all.length;
  }
  return results;
}
