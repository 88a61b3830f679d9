import { canonical, fromCanonical } from '../domain/canonical.js';
import { UnreadableBackup, type Bytes } from './age-file.js';
import { ByteReader } from './byte-reader.js';

/** What a backup says of itself, before anything else. */
export interface BackupHead {
  /** Version of the program that made it. */
  readonly program: string;
  /** The moment whose books it holds, by the database's clock. RFC 3339. */
  readonly at: string;
  /** Names of the migrations that had been applied, in order: a restore makes this schema first. */
  readonly migrations: readonly string[];
  /** Where each ledger stood; positions as text, since they are bigints. */
  readonly ledgers: readonly { readonly ledger: string; readonly position: string }[];
}

/** One thing that follows: the rows of a table in PostgreSQL's binary COPY format, or a file of a public log. */
export type Part = { readonly table: string; readonly columns: readonly string[] } | { readonly file: string };

/** How much of it there was; rows of a table, absent for a file. */
export interface PartEnd {
  readonly bytes: number;
  readonly rows?: number;
}

export type Frame =
  | { readonly is: 'head'; readonly head: BackupHead }
  | { readonly is: 'part'; readonly part: Part }
  | { readonly is: 'bytes'; readonly bytes: Buffer }
  | { readonly is: 'part-end'; readonly end: PartEnd }
  | { readonly is: 'end'; readonly parts: number };

const firstLine = 'mutual-aid-ledger backup v1\n';
const kinds = { head: 'H', part: 'P', bytes: 'D', 'part-end': 'E', end: 'Z' } as const;
/** A frame that claims to be longer was not written by us. */
const longestFrame = 16 * 1024 * 1024;

/** Type (one letter), length (four bytes, big-endian), and as many bytes: canonical JSON, or those of the part. docs/decisions/0017 */
export function* frameBytes(frame: Frame): Generator<Buffer> {
  const body = bodyOf(frame);
  const start = Buffer.alloc(5);
  start.write(kinds[frame.is], 'latin1');
  start.writeUInt32BE(body.length, 1);
  if (frame.is === 'head') yield Buffer.from(firstLine);
  yield start;
  if (body.length > 0) yield body;
}

function bodyOf(frame: Frame): Buffer {
  switch (frame.is) {
    case 'head':
      return Buffer.from(canonical(frame.head));
    case 'part':
      return Buffer.from(canonical(frame.part));
    case 'bytes':
      return frame.bytes;
    case 'part-end':
      return Buffer.from(canonical(frame.end));
    case 'end':
      return Buffer.from(canonical({ parts: frame.parts }));
  }
}

/** @throws UnreadableBackup where these are not the frames of a whole backup */
export async function* framesIn(plain: Bytes): AsyncGenerator<Frame> {
  const reader = new ByteReader(plain);
  const begins = (await reader.line(256))?.toString('latin1');
  if (begins !== firstLine)
    throw new UnreadableBackup(
      begins?.startsWith('mutual-aid-ledger')
        ? 'This is no backup of the books that this version reads. Name a file that ends in .ledger.age, or use the version that wrote it.'
        : 'This is no backup. Name a file that backup wrote.',
    );
  for (;;) {
    const frame = await nextFrame(reader);
    yield frame;
    if (frame.is !== 'end') continue;
    if (!(await reader.isAtEnd())) throw broken();
    return;
  }
}

const broken = (): UnreadableBackup => new UnreadableBackup('This backup does not hang together. Take another one.');

async function nextFrame(reader: ByteReader): Promise<Frame> {
  const start = await reader.upTo(5);
  if (start.length < 5) throw broken();
  const length = start.readUInt32BE(1);
  if (length > longestFrame) throw broken();
  const body = await reader.upTo(length);
  if (body.length < length) throw broken();
  switch (start.toString('latin1', 0, 1)) {
    case kinds.head:
      return { is: 'head', head: said(body) as BackupHead };
    case kinds.part:
      return { is: 'part', part: said(body) as Part };
    case kinds.bytes:
      return { is: 'bytes', bytes: body };
    case kinds['part-end']:
      return { is: 'part-end', end: said(body) as PartEnd };
    case kinds.end:
      return { is: 'end', parts: (said(body) as { parts: number }).parts };
    default:
      throw broken();
  }
}

const said = (body: Buffer): unknown => fromCanonical(body.toString('utf8'));
