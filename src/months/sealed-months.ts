import { Inject, Injectable } from '@nestjs/common';
import type { Month } from '../domain/calendar.js';
import { canonical } from '../domain/canonical.js';
import { type MonthState, monthStream } from '../domain/month.js';
import type { LateChanges } from '../domain/month-totals.js';
import { EventReader } from '../event-store/event-reader.js';
import { Reconciliation } from '../reconciliation/reconciliation.queries.js';
import { FiguresToClose } from '../reports/closing-figures.js';

/** Whether each closed month says today what it said when it was sealed. Changes nothing. */
@Injectable()
export class SealedMonths {
  constructor(
    @Inject(EventReader) private readonly reader: EventReader,
    @Inject(FiguresToClose) private readonly figures: FiguresToClose,
    @Inject(Reconciliation) private readonly reconciliation: Reconciliation,
  ) {}

  /** One sentence each. Whether the chain ended where the seal says is looked up with the chain itself. */
  async faults(ledger: string): Promise<string[]> {
    const faults: string[] = [];
    for (const { month } of await this.reconciliation.closedMonths(ledger)) {
      const state = await this.state(ledger, month);
      if (state.status === 'open' || !state.seal) continue;
      const { totals, late } = await this.figures.of(ledger, month);
      if (canonical(totals) !== canonical(state.seal.totals))
        faults.push(`${month} says something else today than when it was closed: its totals are not those that were sealed.`);
      for (const each of late) faults.push(...(await this.ofLate(ledger, month, each)));
    }
    return faults;
  }

  /** What is booked late was said of its own month when the one was closed in which it is booked. */
  private async ofLate(ledger: string, bookedIn: Month, { month, changed }: LateChanges): Promise<string[]> {
    const { restatements = [] } = await this.state(ledger, month);
    const said = restatements.find((each) => each.bookedIn === bookedIn);
    const isSaid = said !== undefined && canonical(said.changed) === canonical(changed);
    return isSaid ? [] : [`What came late for ${month} and is booked in ${bookedIn} is not what was said of it.`];
  }

  private state = (ledger: string, month: Month): Promise<MonthState> => this.reader.state(ledger, monthStream(month));
}
