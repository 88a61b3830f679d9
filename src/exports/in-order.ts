import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

/** A text and where it belongs: by code unit, and equal ones as they came. */
export interface Placed {
  readonly key: string;
  readonly text: string;
}

/** About 20 MB. */
const mostInMemory = 50_000;

/**
 * Sorts texts by their keys in bounded memory: what does not fit is sorted part by part into files of a folder of its own, which
 * only this program may read and which is gone in the end, and the parts are then read side by side.
 */
export async function* inOrder(texts: AsyncIterable<Placed>, most = mostInMemory): AsyncGenerator<string> {
  let folder: string | undefined;
  try {
    const parts: string[] = [];
    let held: Placed[] = [];
    for await (const text of texts) {
      held.push(text);
      if (held.length < most) continue;
      folder ??= await mkdtemp(path.join(os.tmpdir(), 'ledger-export-'));
      parts.push(await putAside(sorted(held), path.join(folder, String(parts.length))));
      held = [];
    }
    yield* merged([...parts.map(readBack), fromMemory(sorted(held))]);
  } finally {
    if (folder) await rm(folder, { recursive: true, force: true });
  }
}

const sorted = (texts: Placed[]): Placed[] => texts.sort((one, other) => (one.key < other.key ? -1 : one.key > other.key ? 1 : 0));

async function putAside(texts: readonly Placed[], file: string): Promise<string> {
  const stream = createWriteStream(file, { mode: 0o600 });
  for (const text of texts) if (!stream.write(`${JSON.stringify(text)}\n`)) await once(stream, 'drain');
  stream.end();
  await once(stream, 'finish');
  return file;
}

async function* readBack(file: string): AsyncGenerator<Placed> {
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY }))
    yield JSON.parse(line) as Placed;
}

async function* fromMemory(texts: readonly Placed[]): AsyncGenerator<Placed> {
  yield* texts;
}

/** The least first; of equal ones, that of the earlier part. */
async function* merged(parts: readonly AsyncGenerator<Placed>[]): AsyncGenerator<string> {
  const next = await Promise.all(parts.map(async (part) => ({ part, head: await part.next() })));
  for (;;) {
    const waiting = next.filter(({ head }) => !head.done);
    const [first, ...others] = waiting;
    if (!first) return;
    const least = others.reduce((one, other) => (keyOf(other.head) < keyOf(one.head) ? other : one), first);
    yield (least.head.value as Placed).text;
    least.head = await least.part.next();
  }
}

const keyOf = ({ value }: IteratorResult<Placed>): string => (value as Placed).key;
