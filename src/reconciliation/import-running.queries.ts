import { type BeforeApplicationShutdown, Inject, Injectable, Logger } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ConfirmImport, type ImportConfirmation } from '../domain/import.js';
import type { Confirmed } from '../domain/import-outcome.js';
import { InvalidInput, Refusal } from '../domain/refusal.js';
import { codeOf } from '../start-error.js';
import { ImportRuns, type Run, type RunEnd } from './import-runs.queries.js';

/** What a press comes to: now, later, or in another program, which is where to look then. */
export interface Pressed {
  readonly ending?: Promise<Confirmed>;
}

/** Brings confirmed previews in while the page that asked for it is answered already. */
@Injectable()
export class ImportRunning implements BeforeApplicationShutdown {
  private readonly log = new Logger(ImportRunning.name);
  /** By run. */
  private readonly underWay = new Map<string, Promise<Confirmed>>();

  constructor(
    @Inject(ImportRuns) private readonly runs: ImportRuns,
    @Inject(CommandBus) private readonly commands: CommandBus,
  ) {}

  /**
   * Begins what one press asks for, or goes on with it where nobody is at it any more. The same press again is the same run.
   * @throws Refusal while another press of this preview is under way
   */
  async press(confirmation: ImportConfirmation, lines: number): Promise<Pressed> {
    const { isNew, ...run } = await this.runs.begin(confirmation, lines);
    if (run.standing.is === 'done') return { ending: Promise.resolve(run.standing.outcome) };
    const ending = isNew ? this.start(run) : this.underWay.get(run.id);
    return ending ? { ending } : {};
  }

  /** Goes on with a run that nobody is at any more, by what was said then. */
  async goOn(ledger: string, importId: string): Promise<void> {
    const run = await this.runs.of(ledger, importId);
    if (run?.standing.is === 'stopped') await this.press(run.confirmation, run.standing.lines);
  }

  /** What is under way ends before the database goes. */
  async beforeApplicationShutdown(): Promise<void> {
    await Promise.allSettled(this.underWay.values());
  }

  private start(run: Run): Promise<Confirmed> {
    const ending = this.bringIn(run).finally(() => this.underWay.delete(run.id));
    ending.catch(() => undefined); // told by `bringIn`; whoever pressed may have gone
    this.underWay.set(run.id, ending);
    return ending;
  }

  private async bringIn(run: Run): Promise<Confirmed> {
    try {
      const outcome: Confirmed = await this.commands.execute(new ConfirmImport(run.confirmation));
      await this.note(this.runs.end(run, { is: 'done', outcome }));
      return outcome;
    } catch (error) {
      const refused = refusalIn(error);
      if (!refused) this.log.error(`The import ${run.confirmation.import} stopped: ${codeOf(error) || (error as Error).name}`);
      await this.note(refused ? this.runs.end(run, refused) : this.runs.stop(run));
      throw error;
    }
  }

  /** What cannot be noted is found out by waiting: the run shows no sign of life, and the same press goes on with it. */
  private note(noting: Promise<void>): Promise<void> {
    return noting.catch((error: unknown) =>
      this.log.warn(`How an import ended could not be noted: ${codeOf(error) || (error as Error).name}`),
    );
  }
}

function refusalIn(error: unknown): RunEnd | undefined {
  if (error instanceof InvalidInput) return { is: 'refused', faults: error.faults };
  return error instanceof Refusal ? { is: 'refused', faults: [{ field: 'form', says: error.message }] } : undefined;
}
