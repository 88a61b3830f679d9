import { parseArgs } from 'node:util';
import type { INestApplicationContext } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { entriesInWords } from './console/entries-in-words.js';
import { instant } from './domain/calendar.js';
import type { LedgerEvent } from './domain/events.js';
import { previewPublication } from './domain/publication-decision.js';
import { Publish } from './domain/publish.js';
import { newId } from './event-store/ids.js';
import { CLOCK } from './event-store/tokens.js';
import { inASentence, inApplication } from './in-application.js';
import { namedLedger } from './named-ledger.js';
import { UnpublishedBooks } from './publisher/unpublished-books.queries.js';
import { StartError } from './start-error.js';

/**
 * Makes every publication that has fallen due, as the program does by itself; the calendar decides which, and nobody can make one
 * sooner. With `--dry-run` it says what the next one would say and what would wait, and changes nothing.
 */
export async function publish(args: string[] = []): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { ledger: { type: 'string' }, 'dry-run': { type: 'boolean', default: false }, json: { type: 'boolean', default: false } },
  });
  await inApplication(async (app) => {
    const { ledger } = await namedLedger(app, values.ledger);
    const told = values['dry-run'] ? await foretold(app, ledger) : await made(app, ledger);
    process.stdout.write(values.json ? `${JSON.stringify(told.json)}\n` : `${told.lines.join('\n')}\n`);
  });
}

interface Told {
  readonly lines: readonly string[];
  readonly json: object;
}

async function foretold(app: INestApplicationContext, ledger: string): Promise<Told> {
  const { publication, books } = await app.get(UnpublishedBooks).of(ledger).catch(inASentence);
  const preview = previewPublication(publication, books, instant(app.get(CLOCK)()));
  if (!preview) throw new StartError('Nothing is to be published: there is no promise yet, or the log is closed.');
  const { date, dueAt, judgement, entries } = preview;
  const { period, waits } = judgement;
  const isConfirmed = books.address !== undefined;
  const lines = [
    `On ${date}, for months up to ${period}, were nothing to happen until then:`,
    ...entriesInWords(entries, books.homeCurrency).map((sentence) => `  ${sentence}`),
    ...(waits.length > 0 ? ['What waits, and leaves no trace in public:', ...waits.map(({ says }) => `  ${says}`)] : []),
    ...(isConfirmed ? [] : ['Nothing is published before the public address is confirmed, under Public.']),
  ];
  return { lines, json: { date, dueAt, period, addressConfirmed: isConfirmed, entries, waits } };
}

async function made(app: INestApplicationContext, ledger: string): Promise<Told> {
  const asked = { ledger, by: 'command-line', request: newId(app.get(CLOCK)) };
  const { events } = await app
    .get(CommandBus)
    .execute<Publish, { readonly events: readonly LedgerEvent[] }>(new Publish(asked))
    .catch(inASentence);
  const publications = events.flatMap((event) => (event.type === 'PublicationMade' ? [event.data] : []));
  const lines = publications.map(({ date, period, entries }) => `Published for ${date}, up to ${period}: ${entries.length} entries.`);
  return {
    lines: lines.length > 0 ? lines : ['Nothing is due. See with --dry-run what comes next, and when.'],
    json: { published: publications.map(({ date, period, firstIndex, entries }) => ({ date, period, firstIndex, entries })) },
  };
}
