import { Inject, Injectable } from '@nestjs/common';
import type { CallRow } from '../calls/calls.projection.js';
import { Calls } from '../calls/calls.queries.js';
import { type Recipient, callStream, recipientStream } from '../domain/call.js';
import type { OpenBooks } from '../domain/ledger.js';
import { money } from '../domain/money.js';
import { type ProposalEntry, proposePayout } from '../domain/payout-proposal.js';
import { Refusal } from '../domain/refusal.js';
import { type Day, type Instant, dayOf } from '../domain/calendar.js';
import { EventReader } from '../event-store/event-reader.js';
import { Terms } from '../event-store/ledger-terms.js';
import { ordered } from './calls-board.js';
import type { PayableCall } from './pages/payout-new.js';

/** Calls that can be answered with money, and whether a proposal would be taken. */
@Injectable()
export class PayableCalls {
  constructor(
    @Inject(Calls) private readonly calls: Calls,
    @Inject(EventReader) private readonly reader: EventReader,
    @Inject(Terms) private readonly terms: Terms,
  ) {}

  async all(ledger: string): Promise<PayableCall[]> {
    return this.payableOf(ledger, await this.calls.open(ledger));
  }

  /** In the order of the calls' page on that day, so that none stands first for long. */
  async shuffled(ledger: string, today: Day): Promise<PayableCall[]> {
    return this.payableOf(ledger, ordered(await this.calls.open(ledger), 'shuffled', ledger, today));
  }

  /**
   * Asks the rule itself, before anything is written: the same sentences stand on the form as when it is proposed.
   * @throws Refusal or InvalidInput as proposing it would
   */
  async check(input: ProposalEntry, books: OpenBooks, now: Instant): Promise<PayableCall & { readonly row: CallRow }> {
    const row = await this.calls.one(input.ledger, input.call);
    if (!row) throw new Refusal('call/unknown', 'There is no such call in this ledger.');
    const [person] = await this.peopleBehind(input.ledger, [row]);
    const call = await this.reader.state(input.ledger, callStream(input.call));
    proposePayout({ status: 'unknown' }, input.call, row.person, call, person!, books, input, now);
    const { zone } = await this.terms.of(input.ledger);
    return { ...payable(row, person!, zone), row };
  }

  private async payableOf(ledger: string, rows: readonly CallRow[]): Promise<PayableCall[]> {
    const { zone } = await this.terms.of(ledger);
    const people = await this.peopleBehind(ledger, rows);
    return rows.flatMap((row, index) => (people[index]!.status === 'known' ? [payable(row, people[index]!, zone)] : []));
  }

  private async peopleBehind(ledger: string, rows: readonly CallRow[]): Promise<Recipient[]> {
    const people = await this.calls.peopleOf(ledger, rows);
    return Promise.all(
      people.map(
        async (person): Promise<Recipient> => (person ? this.reader.state(ledger, recipientStream(person)) : { status: 'erased' }),
      ),
    );
  }
}

const payable = ({ callId, name, seenAt, askedMinor, askedCurrency }: CallRow, person: Recipient, zone: string): PayableCall => ({
  call: callId,
  name,
  seenOn: dayOf(seenAt, zone),
  rail: person.status === 'known' ? person.rail : 'other',
  ...(askedMinor !== null && { asked: money(askedMinor, askedCurrency!) }),
});
