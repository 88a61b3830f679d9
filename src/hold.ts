import { parseArgs } from 'node:util';
import type { INestApplicationContext } from '@nestjs/common';
import { LedgerDirectory } from './access/ledger-directory.js';
import { openConnections } from './database/connections.js';
import { inApplication } from './in-application.js';
import { UsageError } from './program-end.js';
import { HeldLedgers } from './safekeeping/held-ledgers.queries.js';
import { holdEverything } from './safekeeping/holding.js';
import { Examination } from './safekeeping/examination.js';
import { loadSettings } from './settings.js';
import { StartError } from './start-error.js';

const toStdout = (line: string): void => void process.stdout.write(`${line}\n`);
const options = {
  release: { type: 'string' },
  since: { type: 'string' },
  certain: { type: 'boolean', default: false },
} as const;

/** Says which ledgers are held and what is missing; holds all of them, where a database was put back by other means; releases one. */
export async function hold(args: string[] = []): Promise<void> {
  const { values } = parseArgs({ args, options });
  if (values.since !== undefined) return holdSince(values.since);
  await inApplication(async (app) => {
    if (values.release === undefined) return tellHeld(app, toStdout);
    await release(app, values.release, values.certain);
  });
}

/** One line for each ledger that is held, and one for each thing that is missing. */
export async function tellHeld(app: INestApplicationContext, tell: (line: string) => void): Promise<void> {
  const held = app.get(HeldLedgers);
  let count = 0;
  for (const ledger of await app.get(Examination).ledgers()) {
    const standing = await held.of(ledger);
    if (!standing) continue;
    count += 1;
    tell(`Ledger ${ledger} is held since ${standing.since}, with the books of ${standing.booksUntil}: no ${standing.acts.join(', no ')}.`);
    for (const { act, says } of standing.missing) tell(`  ${act}: ${says}`);
    if (standing.missing.length === 0) tell('  Nothing is missing any more: a steward releases it in the console, or hold --release does.');
  }
  if (count === 0) tell('No ledger is held.');
}

async function release(app: INestApplicationContext, slug: string, certain: boolean): Promise<void> {
  const found = await app.get(LedgerDirectory).find(slug);
  if (!found) throw new StartError(`There is no ledger ${slug} here: name it as its address does.`);
  const held = app.get(HeldLedgers);
  await held.applyJournal();
  const released = await held.release(found.ledgerId, 'operator', certain);
  for (const act of released) toStdout(`Released: ${act}.`);
  const left = await held.of(found.ledgerId);
  if (!left) return;
  for (const { act, says, mayVouch } of left.missing) toStdout(`  ${act}: ${says}${mayVouch ? ' Where you know it: --certain.' : ''}`);
  throw new StartError(`${slug} is still held: no ${left.acts.join(', no ')}.`);
}

async function holdSince(since: string): Promise<void> {
  const at = new Date(since);
  if (Number.isNaN(at.getTime()))
    throw new UsageError('Say up to when the books reach that were put back: hold --since 2026-11-25T03:00:00Z.');
  const connections = await openConnections(loadSettings());
  try {
    const count = await holdEverything(connections.service, at.toISOString());
    toStdout(`${count} ledgers are held. What they lack since ${at.toISOString()}: mutual-aid-ledger hold.`);
  } finally {
    await connections.close();
  }
}
