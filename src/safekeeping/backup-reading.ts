import { createReadStream } from 'node:fs';
import { UnreadableBackup, type Bytes, opened } from './age-file.js';
import { type BackupHead, type Frame, type Part, type PartEnd, framesIn } from './backup-frames.js';

/** What is done with the parts of a backup as they come by. */
export interface Taker {
  begin(head: BackupHead): Promise<void>;
  /** All bytes of one part must be read before it answers. @returns how many rows it took, where it knows */
  take(part: Part, bytes: Bytes): Promise<number | undefined>;
}

export interface BackupRead {
  readonly head: BackupHead;
  readonly parts: number;
  readonly bytes: number;
  readonly rows: number;
}

/**
 * Reads a backup through, part by part, in bounded memory. What it says of the length of each part must be so.
 * @throws UnreadableBackup at the first thing that is not as it was written; what was taken until then must not count
 */
export async function readBackup(file: string, identities: readonly string[], taker: Taker): Promise<BackupRead> {
  const frames = framesIn(opened(createReadStream(file, { highWaterMark: 256 * 1024 }) as Bytes, identities));
  const head = await firstOf(frames);
  await taker.begin(head);
  const sums = { parts: 0, bytes: 0, rows: 0 };
  for (;;) {
    const frame = await nextOf(frames);
    if (frame.is === 'end') {
      if (frame.parts !== sums.parts || !(await frames.next()).done) throw incomplete();
      return { head, ...sums };
    }
    if (frame.is !== 'part') throw incomplete();
    const { end, taken } = await onePart(frame.part, frames, taker);
    sums.parts += 1;
    sums.bytes += end.bytes;
    sums.rows += end.rows ?? 0;
    if (taken !== undefined && taken !== end.rows) throw incomplete();
  }
}

const incomplete = (): UnreadableBackup => new UnreadableBackup('This backup is not whole. Take another one.');

async function firstOf(frames: AsyncGenerator<Frame>): Promise<BackupHead> {
  const frame = await nextOf(frames);
  if (frame.is !== 'head') throw incomplete();
  return frame.head;
}

async function nextOf(frames: AsyncGenerator<Frame>): Promise<Frame> {
  const { value, done } = await frames.next();
  if (done) throw incomplete();
  return value;
}

async function onePart(part: Part, frames: AsyncGenerator<Frame>, taker: Taker): Promise<{ end: PartEnd; taken?: number }> {
  let end: PartEnd | undefined;
  let bytes = 0;
  const pieces = async function* (): AsyncGenerator<Buffer> {
    while (!end) {
      const frame = await nextOf(frames);
      if (frame.is === 'part-end') end = frame.end;
      else if (frame.is === 'bytes') {
        bytes += frame.bytes.length;
        yield frame.bytes;
      } else throw incomplete();
    }
  };
  const taken = await taker.take(part, pieces());
  if (!end || end.bytes !== bytes) throw incomplete();
  return { end, ...(taken !== undefined && { taken }) };
}

/** Reads a backup and keeps nothing of it: whether it could be restored. */
export const verifyBackup = (file: string, identities: readonly string[]): Promise<BackupRead> =>
  readBackup(file, identities, {
    begin: async () => undefined,
    async take(_part, bytes) {
      for await (const _piece of bytes);
      return undefined;
    },
  });
