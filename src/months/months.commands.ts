import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { addMonths, isMonth } from '../domain/calendar.js';
import { ledgerStream } from '../domain/ledger.js';
import { CloseMonth, booksMoved, closeMonth, monthStream } from '../domain/month.js';
import { Refusal, invalid } from '../domain/refusal.js';
import { type Decided, EventStore } from '../event-store/event-store.js';
import { ImportRuns } from '../reconciliation/import-runs.queries.js';
import { FiguresToClose } from '../reports/closing-figures.js';

/** So often the figures are read again because something was recorded meanwhile; then whoever records it is waited for. */
const mostReadings = 8;

/** Reads what the month comes to, and closes it on that, if nothing else came into the books in between. */
@CommandHandler(CloseMonth)
export class CloseMonthHandler implements ICommandHandler<CloseMonth> {
  constructor(
    @Inject(EventStore) private readonly events: EventStore,
    @Inject(FiguresToClose) private readonly figures: FiguresToClose,
    @Inject(ImportRuns) private readonly imports: ImportRuns,
  ) {}

  async execute(command: CloseMonth): Promise<Decided> {
    const { month } = command.input;
    if (!isMonth(month)) throw invalid('month', `"${String(month).slice(0, 20)}" is not a month. Write it like 2026-10.`);
    for (let reading = 1; ; reading += 1) {
      try {
        return await this.attempt(command);
      } catch (error) {
        if (!(error instanceof Refusal && error.code === booksMoved)) throw error;
        if (reading === mostReadings) throw stillMoving(month);
      }
    }
  }

  private async attempt(command: CloseMonth): Promise<Decided> {
    const { ledger, month } = command.input;
    const file = (await this.imports.unfinished(ledger)).find(({ is }) => is === 'under-way'); // one that stopped has nobody at it
    const figures = await this.figures.of(ledger, month);
    const streams = {
      ...{ month: monthStream(month), previous: monthStream(addMonths(month, -1)), books: ledgerStream },
      restated: figures.late.map((late) => monthStream(late.month)),
    };
    return this.events.decide(command, streams, (at, now, end) => closeMonth(at, command.input, figures, end, now, file));
  }
}

const stillMoving = (month: string): Refusal =>
  new Refusal(
    'month/books-moving',
    `Something is being recorded at this moment, again and again, so the figures of ${month} do not stand still. Close it once that is done.`,
  );
