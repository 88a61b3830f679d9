import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { type BookFormat, bookFormats } from './exports/book-text.js';
import { Exports } from './exports/exports.queries.js';
import { inApplication } from './in-application.js';
import { namedLedger } from './named-ledger.js';
import { UsageError } from './program-end.js';
import { StartError, codeOf } from './start-error.js';

const formats = [...bookFormats, 'json'] as const;
type Format = BookFormat | 'json';

/** Writes a ledger's books out, to a file that is not there yet or to wherever the output goes. Changes nothing. */
export async function exportBooks(args: string[] = []): Promise<void> {
  const { values } = parseArgs({ args, options: { ledger: { type: 'string' }, format: { type: 'string' }, out: { type: 'string' } } });
  const format = formats.find((each) => each === values.format);
  if (!format) throw new UsageError(`Say in which format with --format: ${formats.join(', ')}.`);
  await inApplication(async (app) => {
    const named = await namedLedger(app, values.ledger);
    await write(textOf(app.get(Exports), named, format), values.out);
  });
}

const textOf = (exports: Exports, named: { ledger: string; slug: string }, format: Format) =>
  format === 'json' ? exports.events(named) : exports.books(named, format);

/** @throws StartError where the file is there already: what was taken away before is never written over */
async function write(text: AsyncIterable<string>, out: string | undefined): Promise<void> {
  if (out === undefined) return pipeline(Readable.from(text), process.stdout, { end: false });
  try {
    await pipeline(Readable.from(text), createWriteStream(out, { flags: 'wx', mode: 0o600 }));
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EEXIST') throw new StartError(`${out} is there already: name a file that is not, or put that one away.`);
    if (['ENOENT', 'EACCES', 'ENOTDIR', 'EISDIR', 'ENOSPC', 'EROFS'].includes(String(code)))
      throw new StartError(`${out} cannot be written (${code}): name a place that is there, and that you may write to.`);
    throw error;
  }
}
