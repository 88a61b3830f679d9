import { parseArgs } from 'node:util';
import type { Pool } from 'pg';
import { DataSource } from 'typeorm';
import { EventReader } from './event-store/event-reader.js';
import type { Projection } from './event-store/projection.js';
import { ProjectionSet } from './event-store/projection-set.js';
import { payoutTotals, sumPayouts } from './event-store/payout-totals.js';
import { RebuildUnderWay, type Rebuilt, Rebuilding } from './event-store/rebuild.js';
import { Refolding } from './event-store/refolding.js';
import { inApplication } from './in-application.js';
import { UsageError } from './program-end.js';
import { StartError } from './start-error.js';

/** What became of one table of one ledger, as `--json` says it. */
interface Line extends Rebuilt {
  readonly ledger: string;
}

const keptStates = 'kept_state';
const tellEveryMs = 1_000;

/**
 * Makes rows and kept states again from position 1 while writes go on, ledger by ledger, and puts them in the place of the live
 * ones. Ended in the middle, the next run goes on from there. Exit code 1 when rows are left that could not be put right.
 */
export async function rebuild(args: string[] = []): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { table: { type: 'string' }, anew: { type: 'boolean', default: false }, json: { type: 'boolean', default: false } },
  });
  const left = await inApplication(async (app) => {
    const [reader, set, rebuilding] = [app.get(EventReader), app.get(ProjectionSet), app.get(Rebuilding)];
    const wanted = asked(set, values.table);
    const all = await reader.ledgers();
    const unknown = positionals.find((each) => !all.includes(each));
    if (unknown) throw new UsageError(`There is no ledger ${unknown} here: name it by its id, as doctor prints it.`);
    let rowsLeft = 0;
    const tell = (line: Line) => {
      rowsLeft += line.left;
      process.stdout.write(`${values.json ? JSON.stringify(line) : inWords(line)}\n`);
    };
    for (const ledger of positionals.length > 0 ? positionals : all) {
      if (values.anew) await rebuilding.beginAnew(ledger);
      for (const projection of wanted.projections) {
        const { table } = set.shape(projection.row);
        tell({ ledger, ...(await rebuilding.rebuild(projection, ledger, true, progressOf(table, values.json)).catch(inSentence)) });
      }
      if (wanted.payoutTotals)
        tell({ ledger, table: payoutTotals, ...(await sumPayouts(poolOf(app.get(DataSource)), ledger, true)), left: 0 });
      if (wanted.keptStates) {
        const { folded, different, left } = await app.get(Refolding).refold(ledger, true);
        tell({ ledger, table: keptStates, rows: folded.length, different: different.length, left: left.length });
      }
    }
    return rowsLeft;
  });
  if (left > 0)
    throw new StartError(
      `${left} rows are not as their events say and stay, because this role may take nothing away there: run doctor, and compare with a copy.`,
    );
}

interface Wanted {
  readonly projections: readonly Projection[];
  readonly payoutTotals: boolean;
  readonly keptStates: boolean;
}

function asked(set: ProjectionSet, table: string | undefined): Wanted {
  if (table === undefined) return { projections: set.all, payoutTotals: true, keptStates: true };
  const found = set.all.filter(({ row }) => set.shape(row).table === table);
  if (found.length === 0 && table !== keptStates && table !== payoutTotals) {
    const tables = set.all.map(({ row }) => set.shape(row).table);
    throw new UsageError(`There is no table ${table} to rebuild: write one of ${[...tables, payoutTotals, keptStates].join(', ')}.`);
  }
  return { projections: found, payoutTotals: table === payoutTotals, keptStates: table === keptStates };
}

const poolOf = (dataSource: DataSource): Pool => (dataSource.driver as unknown as { master: Pool }).master;

/** A line a second to stderr, for whoever waits. */
function progressOf(table: string, isQuiet: boolean) {
  let toldAt = Date.now();
  return (position: bigint, head: bigint) => {
    if (isQuiet || Date.now() - toldAt < tellEveryMs) return;
    toldAt = Date.now();
    process.stderr.write(`  ${table}: event ${position} of ${head}\n`);
  };
}

function inSentence(error: unknown): never {
  throw error instanceof RebuildUnderWay ? new StartError(error.message) : error;
}

function inWords({ ledger, table, rows, different, left }: Line): string {
  const found =
    different === 0 ? 'as they were' : `${different} were not as their events say${left > 0 ? `, ${left} stay so` : ', and are now'}`;
  return `Ledger ${ledger}, ${table}: ${rows} rows, ${found}.`;
}
