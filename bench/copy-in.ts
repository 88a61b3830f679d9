import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

export type Value = string | number | bigint | Buffer;

/** @param into a table and its columns, as SQL has them */
export const copyIn = (client: pg.Client, into: string, chunks: Iterable<Buffer> | AsyncIterable<Buffer>): Promise<void> =>
  pipeline(Readable.from(chunks), client.query(copyFrom(`copy ${into} from stdin`)));

/** One row in PostgreSQL's text format. */
export const copyLine = (values: readonly Value[]): string => `${values.map(written).join('\t')}\n`;

function written(value: Value): string {
  if (Buffer.isBuffer(value)) return `\\\\x${value.toString('hex')}`;
  return typeof value === 'string' ? escaped(value) : String(value);
}

const special: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

const escaped = (text: string): string => (/[\\\t\n\r]/.test(text) ? text.replace(/[\\\t\n\r]/g, (each) => special[each]!) : text);
