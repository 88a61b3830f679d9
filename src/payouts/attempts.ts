import { Inject, Injectable } from '@nestjs/common';
import { instant } from '../domain/calendar.js';
import { recipientStream } from '../domain/call.js';
import { JOURNAL, type Journal } from '../domain/journal.js';
import { type PayoutFact, payoutStream } from '../domain/payout.js';
import { showPayoutCard } from '../domain/payout-decisions.js';
import { refuseShownBefore } from '../domain/payout-in-journal.js';
import { payoutRulesStream } from '../domain/payout-rules.js';
import { Refusal } from '../domain/refusal.js';
import { EventReader } from '../event-store/event-reader.js';
import { CLOCK, type Clock } from '../event-store/tokens.js';

/** A card that is about to be shown: on whose screen, to whom the money goes. */
export interface Showing {
  readonly ledger: string;
  readonly payout: string;
  readonly recipient: string;
  readonly by: string;
  readonly notInAccount?: boolean;
}

/** From the moment an address is shown the money may be on its way: that stands in the journal before it stands in the books. */
@Injectable()
export class Attempts {
  constructor(
    @Inject(EventReader) private readonly reader: EventReader,
    @Inject(JOURNAL) private readonly journal: Journal,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Writes the attempt that showing the card would start, as things stand.
   * @returns its number; undefined where the card would not be opened, so that nothing was written
   * @throws JournalUnwritable: then the card must not be shown; Refusal where the journal knows that it was shown before
   */
  async announce({ ledger, payout, recipient, by, notInAccount }: Showing): Promise<number | undefined> {
    const [state, person, { stoppedAt }] = await Promise.all([
      this.reader.state(ledger, payoutStream(payout)),
      this.reader.state(ledger, recipientStream(recipient)),
      this.reader.state(ledger, payoutRulesStream),
    ]);
    if (stoppedAt) return undefined;
    const at = instant(this.clock());
    const attempt = attemptIn(unlessRefused(() => showPayoutCard(state, person, by, at)));
    if (attempt === undefined) return undefined;
    refuseShownBefore(attempt, await this.journal.attempts(ledger, payout), notInAccount);
    await this.journal.write({ kind: 'payout-attempt', ledger, payout, attempt, at });
    return attempt;
  }
}

/** Under the lock: an attempt that the journal does not hold does not begin. Another came in between; the next press finds it. */
export function refuseUnannounced(facts: readonly PayoutFact[], announced: number | undefined): readonly PayoutFact[] {
  const attempt = attemptIn(facts);
  if (attempt === undefined || attempt === announced) return facts;
  throw new Refusal('payout/moved-on', 'This payout moved on while its card was being opened. Try again.');
}

const attemptIn = (facts: readonly PayoutFact[]): number | undefined =>
  facts.flatMap((fact) => (fact.type === 'PayoutAttemptStarted' ? [fact.data.attempt] : []))[0];

/** A "no" is given by the decision itself, under the lock; here it only means that there is nothing to write. */
function unlessRefused(decide: () => readonly PayoutFact[]): readonly PayoutFact[] {
  try {
    return decide();
  } catch (error) {
    if (error instanceof Refusal) return [];
    throw error;
  }
}
