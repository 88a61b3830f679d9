import { type ChildProcess, fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { v7 } from 'uuid';
import { money } from '../src/domain/money.js';
import { OpenAccount } from '../src/domain/observation.js';
import { RecordPayment } from '../src/domain/payment.js';
import { ImportDrafts } from '../src/reconciliation/import-drafts.queries.js';
import { checkout } from '../src/checkout.js';
import { ConfirmImport } from '../src/domain/import.js';
import { BareTable } from './bare-table.js';
import { openBenchLedger, send, steward } from './bench-ledger.js';
import { cleanEnvironment } from './child.js';
import { type Figure, alternate, reaches, staysUnder } from './harness.js';
import { amountOf, isoDayOf, writeBankFile } from './imports/bank-file.js';
import type { ImportAlone } from './imports/import-alone.js';
import { type InProgram, dataIn, startHere } from './in-program.js';
import type { Pace } from './pace.js';
import { type Scratch, signal } from './scratch.js';

/** What Node is told where the program is started: the measured one is started so too. */
const asStarted = (JSON.parse(readFileSync(path.join(checkout, 'package.json'), 'utf8')) as { scripts: { start: string } }).scripts.start
  .split(' ')
  .filter((word) => word.startsWith('--'));

/** Payments that stand in the books before the file comes, every so many lines one that is the same money. */
const payments = 500;

/** A long bank file: read, matched with what is in the books, shown and recorded, beside a loop that only parses and inserts. */
export async function* imports(scratch: Scratch, pace: Pace): AsyncGenerator<Figure> {
  const { imported, rounds } = pace;
  const here = await startHere(scratch);
  const file = path.join(scratch.folder, 'bank.csv');
  await writeBankFile(file, imported);
  const first = await practice(here, 'bench-first', imported);
  await importFirst(here, first);
  const bare = await BareTable.beside(here.runtime.connections);
  const runs: ImportAlone[] = [];
  const ours = async () => {
    const run = await importAlone(scratch, file, await practice(here, `bench-${runs.length}`, imported));
    refuseOdd(run, imported);
    runs.push(run);
    return run.lines / (run.read + run.shown + run.recorded);
  };
  const theirs = () => bare.parseAndInsertLike('ObservationRecorded', file, here.pool);
  const found = await alternate(Math.min(rounds, 3), ours, theirs, here.settled);
  const lines = `${imported.toLocaleString('en')} bank lines`;
  const speeds = (of: (each: ImportAlone) => number) => ({ ours: runs.map((each) => each.lines / of(each)), theirs: found.theirs });
  const against = 'a bare loop: csv-parse, and inserts of 1,000 rows into a table of the same shape and indexes';
  yield {
    what: `${lines} read, matched, shown and recorded`,
    against,
    unit: '/s',
    ...found,
    target: reaches(1 / 3, 'ratio'),
  };
  yield { what: '  of that, reading the file', against, unit: '/s', ...speeds(({ read }) => read) };
  yield { what: '  of that, matching and showing', against, unit: '/s', ...speeds(({ shown }) => shown) };
  yield { what: '  of that, recording', against, unit: '/s', ...speeds(({ recorded }) => recorded) };
  yield {
    what: `${lines}: resident memory of the program, at its highest`,
    against: 'the same program before the file came',
    unit: 'MB',
    ours: runs.map(({ mostMb }) => mostMb),
    theirs: runs.map(({ restMb }) => restMb),
    target: staysUnder(300, 'ours'),
  };
}

function refuseOdd({ lines, waiting, matched }: ImportAlone, imported: number): void {
  if (lines !== imported || waiting + matched !== imported || matched < payments / 2)
    throw new Error(`Of ${imported} lines ${lines} were shown, ${waiting} left to look at and ${matched} matched.`);
}

interface Practice {
  readonly ledger: string;
  readonly account: string;
}

/** A ledger of its own for each round: no line of it is known, and some of its payments wait for theirs. */
async function practice({ app }: InProgram, slug: string, lines: number): Promise<Practice> {
  const ledger = await openBenchLedger(app, slug);
  const asked = () => ({ ledger, by: steward, request: v7() });
  const { events } = await send(app, new OpenAccount({ ...asked(), name: 'Chequing', kind: 'bank', currency: 'CAD' }));
  const account = events.flatMap((event) => (event.type === 'AccountOpened' ? [event.data.account] : []))[0]!;
  const every = Math.floor(lines / payments);
  await Promise.all(
    Array.from({ length: payments }, (_, count) => {
      const line = count * every;
      const amount = money(BigInt(amountOf(line).replace('.', '')), 'CAD');
      const receivedAt = `${isoDayOf(line, lines)}T17:00:00.000Z`;
      return send(app, new RecordPayment({ ...asked(), amount, method: 'interac', offering: 'ces-50', receivedAt }));
    }),
  );
  return { ledger, account };
}

/** The bytes that the bare table is filled with are those of a line that the program itself has recorded. */
async function importFirst({ app }: InProgram, { ledger, account }: Practice): Promise<void> {
  const bytes = Buffer.from(
    'Account Type,Account Number,Transaction Date,Cheque Number,Description 1,Description 2,CAD$,USD$\nChequing,01234-5678901,1/2/2025,,E-TRANSFER RECEIVED,TESTPERSON 1,37.01,,\n',
  );
  const id = await app.get(ImportDrafts, { strict: false }).read(ledger, account, bytes);
  await send(app, new ConfirmImport({ ledger, by: steward, request: v7(), import: id, verdicts: [] }));
}

function importAlone(scratch: Scratch, file: string, { ledger, account }: Practice): Promise<ImportAlone> {
  const env = cleanEnvironment({ LEDGER_DATA_DIR: dataIn(scratch), LEDGER_LOG_LEVEL: 'error' });
  const child: ChildProcess = fork(path.join(import.meta.dirname, 'imports/import-alone.js'), [file, ledger, account], {
    env,
    execArgv: asStarted,
  });
  scratch.closeLater(async () => void (child.exitCode === null && signal(child.pid!, 'SIGKILL')));
  return new Promise((resolve, reject) => {
    let found: ImportAlone | undefined;
    child.once('message', (said) => (found = said as ImportAlone));
    child.once('exit', (code) => (found ? resolve(found) : reject(new Error(`The import ended with ${code}.`))));
  });
}
