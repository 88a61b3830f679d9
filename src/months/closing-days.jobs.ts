import { Inject, Injectable } from '@nestjs/common';
import { type Day, type Month, addMonths, dayOf, instant, monthOfDay } from '../domain/calendar.js';
import { countOpen } from '../domain/checklist.js';
import { ledgerStream, openBooks } from '../domain/ledger.js';
import { beginsIn } from '../domain/month.js';
import { EventReader } from '../event-store/event-reader.js';
import { Terms } from '../event-store/ledger-terms.js';
import { CLOCK, type Clock } from '../event-store/tokens.js';
import { Checklists } from './checklist.queries.js';
import { ClosingDays } from './closing-days.queries.js';

/** Once the set day has come, looks at what is open in the month before, so that Today can tell it. It never closes by itself. */
@Injectable()
export class ClosePreparation {
  constructor(
    @Inject(EventReader) private readonly reader: EventReader,
    @Inject(Terms) private readonly terms: Terms,
    @Inject(Checklists) private readonly checklists: Checklists,
    @Inject(ClosingDays) private readonly days: ClosingDays,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** One ledger that cannot be looked at does not keep the others from it. */
  async sweep(): Promise<void> {
    let failed: unknown;
    for (const ledger of await this.reader.ledgers())
      await this.prepare(ledger).catch((error: unknown) => {
        failed = error;
      });
    if (failed) throw failed;
  }

  private async prepare(ledger: string): Promise<void> {
    const { zone } = await this.terms.of(ledger);
    const now = instant(this.clock());
    const month = monthDue(dayOf(now, zone), await this.days.of(ledger));
    if (month === undefined || (await this.days.isPrepared(ledger, month))) return;
    if (month <= ((await this.terms.closedThrough(ledger)) ?? '')) return;
    if (month < beginsIn(openBooks(await this.reader.state(ledger, ledgerStream)))) return;
    await this.days.note(ledger, month, countOpen(await this.checklists.of(ledger, month)), now);
  }
}

/** The month before this one, once the set day of this one has come. */
export const monthDue = (today: Day, closingDay: number): Month | undefined =>
  Number(today.slice(8)) >= closingDay ? addMonths(monthOfDay(today), -1) : undefined;
