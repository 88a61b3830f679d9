import { type LogReader, ReadingFault } from './reading.js';

export interface Patience {
  /** Until one answer must have ended, in milliseconds. */
  readonly answerMs: number;
  /** Until everything must have been read. */
  readonly allMs: number;
}

export const usualPatience: Patience = { answerMs: 30_000, allMs: 15 * 60_000 };

/**
 * Reads a log's files over HTTP(S). Nothing is sent but their paths: no cookie, no referrer. It follows no redirection, takes
 * no answer that is longer than what it asked for can be, and waits no longer than its patience lasts, so that a server
 * that never ends costs neither memory nor an evening.
 * @param address the log's prefix, like `https://ledger.example/north-street/log`
 */
export const logOverHttp = (address: string, patience: Patience = usualPatience): LogReader => logsOverHttp(patience)(address);

/** Reads several logs, as of a chain, within one patience for all of them: each further one has what those before left. */
export function logsOverHttp({ answerMs, allMs }: Patience = usualPatience): (address: string) => LogReader {
  const until = performance.now() + allMs;
  return (address) => {
    const prefix = address.replace(/\/+$/, '');
    return {
      address: prefix,
      read: (path, atMost) => readWithin(`${prefix}/${path}`, atMost, Math.min(answerMs, until - performance.now())),
    };
  };
}

async function readWithin(url: string, atMost: number, milliseconds: number): Promise<Uint8Array> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), Math.max(0, milliseconds));
  try {
    const answer = await fetch(url, { signal: stop.signal, redirect: 'manual', credentials: 'omit', referrerPolicy: 'no-referrer' });
    if (answer.status === 404) throw new ReadingFault('reading/not-there', `${url} is not there.`);
    if (answer.status !== 200)
      throw new ReadingFault('reading/refused', `${url} answers ${answer.status || 'with a redirection'} where it should answer 200.`);
    return await bytesOf(answer, url, atMost);
  } catch (error) {
    const isTooSlow = stop.signal.aborted;
    stop.abort(); // what still comes of the answer is not waited for
    if (error instanceof ReadingFault) throw error;
    if (isTooSlow) throw new ReadingFault('reading/too-slow', `${url} did not end within ${Math.ceil(milliseconds / 1000)} seconds.`);
    throw new ReadingFault('reading/no-answer', `${url} does not answer: ${causeOf(error)}.`);
  } finally {
    clearTimeout(timer);
  }
}

async function bytesOf(answer: Response, url: string, atMost: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const body = answer.body?.getReader();
  for (let part = await body?.read(); part && !part.done; part = await body?.read()) {
    length += part.value.length;
    if (length > atMost) throw new ReadingFault('reading/too-long', `${url} answers with more than the ${atMost} bytes that it can have.`);
    chunks.push(part.value);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

const causeOf = (error: unknown): string => {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message || cause.name : String(cause);
};
