import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { canonical, fromCanonical } from '../domain/canonical.js';
import type { ImportConfirmation } from '../domain/import.js';
import type { Confirmed } from '../domain/import-outcome.js';
import { type FieldFault, Refusal } from '../domain/refusal.js';
import type { Sealed } from '../domain/sealed.js';
import { newId } from '../event-store/ids.js';
import { CLOCK, type Clock } from '../event-store/tokens.js';
import { Vault } from '../vault/vault.js';

/** How a confirmed preview ended. */
export type RunEnd =
  | { readonly is: 'done'; readonly outcome: Confirmed }
  | { readonly is: 'refused'; readonly faults: readonly FieldFault[] };

/** How far one is that is not over. `stopped`: nobody is at it any more, as after a crash. The same press goes on with it. */
export interface OnItsWay {
  readonly is: 'under-way' | 'stopped';
  readonly through: number;
  readonly lines: number;
}

export type RunStanding = RunEnd | OnItsWay;

export interface Unfinished extends OnItsWay {
  readonly import: string;
}

/** One confirmation of a preview: the press, what it says of the lines, and how far it is. */
export interface Run {
  readonly id: string;
  readonly confirmation: ImportConfirmation;
  readonly standing: RunStanding;
}

interface RunRow {
  readonly run_id: string;
  readonly said: Sealed;
  readonly ended: Sealed | null;
  readonly lines: number;
  readonly through: number;
  readonly is_alive: boolean;
}

/** A part takes seconds at most; a run that shows no sign of life for so long has nobody at it. */
const aliveSeconds = 60;
const isAlive = `moved_at > clock_timestamp() - interval '${aliveSeconds} seconds'`;

/**
 * Confirmed previews while they are brought in, so that a person sees how far it is, can close the page and come back, and after
 * a crash goes on with what she said. Nothing of the books hangs on these rows: that no line counts twice is the books' own affair.
 */
@Injectable()
export class ImportRuns {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Undefined where nobody confirmed the preview yet, or it is gone. */
  async of(ledger: string, importId: string): Promise<Run | undefined> {
    const [row] = await this.dataSource.query<RunRow[]>(
      `select run_id, said, ended, lines, through, ${isAlive} as is_alive from import_run where ledger_id = $1 and import_id = $2`,
      [ledger, importId],
    );
    return row && this.opened(ledger, importId, row);
  }

  /** Those that are not over: under way, or stopped on their way. */
  async unfinished(ledger: string): Promise<Unfinished[]> {
    const rows = await this.dataSource.query<(RunRow & { import_id: string })[]>(
      `select import_id, lines, through, ${isAlive} as is_alive from import_run where ledger_id = $1 and ended is null order by moved_at`,
      [ledger],
    );
    return rows.map(({ import_id, ...row }) => ({ import: import_id, ...onItsWay(row) }));
  }

  private async opened(ledger: string, importId: string, row: RunRow): Promise<Run | undefined> {
    const [said, ended] = await this.vault.openMany(ledger, [
      { fieldName: 'import.said', sealed: row.said },
      ...(row.ended ? [{ fieldName: 'import.ended', sealed: row.ended }] : []),
    ]);
    if (said === undefined) return undefined;
    const confirmation = { ...(fromCanonical(said) as Omit<ImportConfirmation, 'ledger' | 'import'>), ledger, import: importId };
    const standing = ended ? (fromCanonical(ended) as RunEnd) : onItsWay(row);
    return { id: row.run_id, confirmation, standing };
  }

  /**
   * Begins a run, unless the same press is under way or was answered already: then that is the answer.
   * @throws Refusal while another press is under way
   */
  async begin(confirmation: ImportConfirmation, lines: number): Promise<Run & { readonly isNew: boolean }> {
    for (;;) {
      const before = await this.of(confirmation.ledger, confirmation.import);
      const isSame = before !== undefined && saidBy(before.confirmation) === saidBy(confirmation);
      if (before && isSame && (before.standing.is === 'done' || before.standing.is === 'under-way')) return { ...before, isNew: false };
      if (before?.standing.is === 'under-way') throw underWayElsewhere(before.standing);
      const id = await this.takePlaceOf(before?.id, confirmation, lines);
      if (id) return { id, confirmation, standing: { is: 'under-way', through: 0, lines }, isNew: true };
    }
  }

  /** @returns the id of the new run; undefined where somebody else was faster */
  private async takePlaceOf(before: string | undefined, confirmation: ImportConfirmation, lines: number): Promise<string | undefined> {
    const { ledger, import: importId } = confirmation;
    const id = newId(this.clock);
    const said = await this.sealed(ledger, importId, 'import.said', saidBy(confirmation));
    const taken = await this.dataSource.query<object[]>(
      `insert into import_run (ledger_id, import_id, run_id, said, lines) values ($1, $2, $3, $4, $5)
       on conflict (ledger_id, import_id) do update
         set run_id = excluded.run_id, said = excluded.said, lines = excluded.lines, through = 0, moved_at = clock_timestamp(), ended = null
         where import_run.run_id = $6
       returning 1`,
      [ledger, importId, id, said, lines, before ?? null],
    );
    return taken.length === 1 ? id : undefined;
  }

  /** So many lines are through. Says nothing of a preview that is confirmed without a run. */
  async moved(ledger: string, importId: string, through: number): Promise<void> {
    await this.dataSource.query(
      `update import_run set through = greatest(through, $3), moved_at = clock_timestamp()
       where ledger_id = $1 and import_id = $2 and ended is null`,
      [ledger, importId, through],
    );
  }

  async end({ id, confirmation: { ledger, import: importId } }: Run, end: RunEnd): Promise<void> {
    const ended = await this.sealed(ledger, importId, 'import.ended', canonical(end));
    await this.dataSource.query('update import_run set ended = $4 where ledger_id = $1 and import_id = $2 and run_id = $3', [
      ledger,
      importId,
      id,
      ended,
    ]);
  }

  /** Nobody is at it any more: said at once, it need not be found out by waiting. */
  async stop({ id, confirmation: { ledger, import: importId } }: Run): Promise<void> {
    await this.dataSource.query(`update import_run set moved_at = '-infinity' where ledger_id = $1 and import_id = $2 and run_id = $3`, [
      ledger,
      importId,
      id,
    ]);
  }

  private async sealed(ledger: string, importId: string, fieldName: string, text: string): Promise<Sealed> {
    const sealing = this.vault.sealing(ledger);
    await sealing.use(importId);
    return sealing.seal(importId, fieldName, text);
  }
}

const onItsWay = ({ is_alive, through, lines }: Pick<RunRow, 'is_alive' | 'through' | 'lines'>): OnItsWay => ({
  is: is_alive ? 'under-way' : 'stopped',
  through,
  lines,
});

const saidBy = ({ by, request, verdicts, unseenFrom }: ImportConfirmation): string => canonical({ by, request, verdicts, unseenFrom });

const underWayElsewhere = ({ through, lines }: { readonly through: number; readonly lines: number }): Refusal =>
  new Refusal(
    'import/under-way',
    `This file is being recorded already, from another window: ${through} of ${lines} lines are through. Open the page again to see how far it is.`,
  );
