import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { INestApplicationContext } from '@nestjs/common';
import { type LineVerdict, unasked } from './domain/import.js';
import { type Confirmed, leftForReview } from './domain/import-outcome.js';
import { amountSaid } from './domain/money.js';
import { InvalidInput, Refusal } from './domain/refusal.js';
import { newId } from './event-store/ids.js';
import { CLOCK } from './event-store/tokens.js';
import { inApplication } from './in-application.js';
import { namedLedger } from './named-ledger.js';
import { UsageError } from './program-end.js';
import { ImportDrafts } from './reconciliation/import-drafts.queries.js';
import { ImportPreviews, type Preview } from './reconciliation/import-preview.queries.js';
import { ImportRunning } from './reconciliation/import-running.queries.js';
import { ImportRuns } from './reconciliation/import-runs.queries.js';
import { confirmedView } from './reconciliation/imports.views.js';
import { Reconciliation } from './reconciliation/reconciliation.queries.js';
import { StartError, codeOf } from './start-error.js';

/** Who asks, in what the books keep. */
const commandLine = 'command-line';
const tellEveryMs = 500;

interface Wish {
  readonly file: string;
  readonly ledger?: string;
  readonly account?: string;
  readonly format?: string;
  readonly 'as-proposed': boolean;
  readonly json: boolean;
}

/**
 * Brings a file in without anybody looking at it line by line: what is no income is put aside, all else waits in the console for
 * a person, and payments are recorded only where `--as-proposed` says so. Ended in the middle, the same command goes on: lines
 * that are here already are left out.
 */
export async function importFile(args: string[] = []): Promise<void> {
  const wish = read(args);
  const bytes = await readFile(wish.file).catch((error: unknown) => {
    throw new StartError(`${wish.file} cannot be read (${codeOf(error)}): name a file that is there, and that you may read.`);
  });
  await inApplication((app) => bringIn(app, wish, bytes).catch(inSentences));
}

function read(args: string[]): Wish {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      ledger: { type: 'string' },
      account: { type: 'string' },
      format: { type: 'string' },
      'as-proposed': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const [file, ...more] = positionals;
  if (!file || more.length > 0) throw new UsageError('Name one file: import FILE --account NAME.');
  return { ...values, file };
}

async function bringIn(app: INestApplicationContext, wish: Wish, bytes: Uint8Array): Promise<void> {
  const { ledger } = await namedLedger(app, wish.ledger);
  const account = await accountOf(app, ledger, wish.account);
  const id = await app.get(ImportDrafts).read(ledger, account, bytes, wish.format);
  try {
    await confirm(app, wish, ledger, id);
  } finally {
    await app.get(ImportDrafts).forget(ledger, id);
  }
}

async function confirm(app: INestApplicationContext, wish: Wish, ledger: string, id: string): Promise<void> {
  const preview = await app.get(ImportPreviews).of(ledger, id);
  const confirmation = { ledger, by: commandLine, request: newId(app.get(CLOCK)), import: id, verdicts: verdictsOf(preview, wish) };
  const { ending } = await app.get(ImportRunning).press(confirmation, preview.lines.length);
  if (!wish.json) tell(0, preview.lines.length);
  const outcome = await followed(app, ledger, id, ending!, wish.json);
  process.stdout.write(`${wish.json ? JSON.stringify(confirmedView(id, outcome)) : inWords(preview, outcome)}\n`);
}

const verdictsOf = ({ lines }: Preview, wish: Wish): LineVerdict[] =>
  lines
    .filter(({ isHere }) => !isHere)
    .map(({ line, proposal }) => ({ line: line.line, verdict: unasked(line.reading, proposal, wish['as-proposed']) }));

const tell = (through: number, lines: number): void => void process.stderr.write(`  ${through} of ${lines} lines\n`);

/** Says how far it is, for whoever waits, until it is over. */
async function followed(
  app: INestApplicationContext,
  ledger: string,
  id: string,
  ending: Promise<Confirmed>,
  isQuiet: boolean,
): Promise<Confirmed> {
  let told = 0;
  for (;;) {
    const outcome = await Promise.race([ending, sleep(tellEveryMs, undefined)]);
    const standing = (await app.get(ImportRuns).of(ledger, id))?.standing;
    if (!isQuiet && standing?.is === 'under-way' && standing.through !== told) {
      told = standing.through;
      tell(told, standing.lines);
    }
    if (outcome) return outcome;
  }
}

async function accountOf(app: INestApplicationContext, ledger: string, named: string | undefined): Promise<string> {
  const all = await app.get(Reconciliation).accounts(ledger);
  const found =
    named === undefined && all.length === 1 ? all : all.filter(({ name, accountId }) => [name, accountId].includes(named ?? ''));
  if (found.length === 1) return found[0]!.accountId;
  if (all.length === 0) throw new StartError('This ledger has no account yet: name one first, in the console under Settings.');
  throw new UsageError(`Say with --account which account the file is from: ${all.map(({ name }) => `"${name}"`).join(', ')}.`);
}

/** What the books or the file's reader say no to, each fault on a line of its own. */
function inSentences(error: unknown): never {
  if (error instanceof InvalidInput) throw new StartError(error.faults.map(({ field, says }) => `${field}: ${says}`).join('\n'));
  throw error instanceof Refusal ? new StartError(error.message) : error;
}

function inWords({ lines }: Preview, outcome: Confirmed): string {
  const { recorded, payments, matched, dismissed, received } = outcome;
  const sums = received.map(amountSaid).join(' and ');
  const parts = [
    `${lines.length} lines, ${recorded} of them new`,
    `${payments} recorded as payments${sums && `, ${sums}`}`,
    ...(matched > payments ? [`${matched - payments} speak for payments that were there`] : []),
    `${dismissed} put aside`,
    `${leftForReview(outcome)} wait in the console for somebody to look at them`,
  ];
  return `${parts.join('; ')}.`;
}
