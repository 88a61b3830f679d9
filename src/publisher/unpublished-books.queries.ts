import { Inject, Injectable } from '@nestjs/common';
import { Calls } from '../calls/calls.queries.js';
import { SlotKeys } from '../calls/slot-keys.queries.js';
import { monthOf, monthOfDay } from '../domain/calendar.js';
import { isId } from '../domain/id.js';
import { type OpenBooks, ledgerStream, openBooks } from '../domain/ledger.js';
import { money } from '../domain/money.js';
import { normalisedText } from '../domain/observed.js';
import { type OpenLog, type Publication, publicationStream } from '../domain/publication.js';
import type { Accrual, FinalPayout, PublicationBooks, PublishedPayout, ReturnedPayout } from '../domain/publication-books.js';
import { logOrigin } from '../domain/log-origin.js';
import { Refusal } from '../domain/refusal.js';
import { EventReader } from '../event-store/event-reader.js';
import type { ObligationRow } from '../obligations/obligations.projection.js';
import { Obligations } from '../obligations/obligations.queries.js';
import { Payments } from '../payments/payments.queries.js';
import type { PayoutRow } from '../payouts/payouts.projection.js';
import { Payouts } from '../payouts/payouts.queries.js';

/** All that no publication has counted yet, as the decision takes it: amounts, months, and tags that name nobody. */
@Injectable()
export class UnpublishedBooks {
  constructor(
    @Inject(EventReader) private readonly reader: EventReader,
    @Inject(Obligations) private readonly obligations: Obligations,
    @Inject(Payments) private readonly payments: Payments,
    @Inject(Payouts) private readonly payouts: Payouts,
    @Inject(Calls) private readonly calls: Calls,
    @Inject(SlotKeys) private readonly slotKeys: SlotKeys,
  ) {}

  /** The log is read first: whatever is published after this reading is noticed under the lock. */
  async of(ledger: string): Promise<{ publication: Publication; books: PublicationBooks }> {
    const publication = await this.reader.state(ledger, publicationStream);
    const open = openBooks(await this.reader.state(ledger, ledgerStream));
    const calendar = calendarOf(open);
    const accrued = await this.obligations.unpublished(ledger);
    const payers = await this.payments.payerNames(
      ledger,
      accrued.flatMap(({ paymentId }) => paymentId ?? []),
    );
    const counted = await this.calls.agreedToBeCounted(ledger);
    const books: PublicationBooks = {
      ...calendar,
      homeCurrency: open.currency,
      practice: {
        label: open.slug,
        terms: open.policies.map(({ startsOn, shareBp }) => ({ from: monthOfDay(startsOn), rateBp: shareBp })),
      },
      accruals: accrued.map((row) => accrualOf(row, payers)),
      payouts: await this.finalPayouts(ledger, counted),
      returns: await this.returnedPayouts(ledger),
      published: publication.status === 'open' ? await this.published(ledger, publication, counted) : [],
      payersConfirmed: open.payersConfirmed,
    };
    return { publication, books };
  }

  private async finalPayouts(ledger: string, counted: ReadonlySet<string>): Promise<FinalPayout[]> {
    const rows = await this.payouts.paidUnpublished(ledger);
    const people = await this.payouts.peopleTags(ledger, rows);
    const keys = await this.slotKeys.of(ledger, people.filter(isId)); // tags of those who were forgotten are none
    return rows.map((row, index) => {
      const slotKey = keys.get(people[index]!);
      return {
        ...moved(row, people[index]!),
        finalAt: row.paidAt!,
        ...acknowledged(row, people[index]!, counted),
        ...(slotKey && { slotKey }),
      };
    });
  }

  private async published(ledger: string, { batches }: OpenLog, counted: ReadonlySet<string>): Promise<PublishedPayout[]> {
    const rows = await this.payouts.publishedIn(
      ledger,
      batches.map(({ period }) => period),
    );
    const people = await this.payouts.peopleTags(ledger, rows);
    return rows.map((row, index) => ({
      ...moved(row, people[index]!),
      ...acknowledged(row, people[index]!, counted),
      period: row.publishedPeriod!,
    }));
  }

  private async returnedPayouts(ledger: string): Promise<ReturnedPayout[]> {
    const rows = await this.payouts.returnedAfterPublication(ledger);
    const people = await this.payouts.peopleTags(ledger, rows);
    return rows.map((row, index) => ({ ...moved(row, people[index]!), month: row.returnMonth! }));
  }
}

/** All that decides on which days something is published; it needs no money. */
export function calendarOf(open: OpenBooks): Pick<PublicationBooks, 'address' | 'since' | 'rules'> {
  const [first, ...later] = open.rules;
  if (!first) throw new Refusal('publication/no-rules', 'No publication rules are adopted yet. Choose them under Public.');
  const promised = open.policies.slice(0, 1).map(({ startsOn }) => monthOfDay(startsOn));
  return {
    ...(open.publicAddress && {
      address: { origin: logOrigin(open.publicAddress.host, open.slug), confirmedAt: open.publicAddress.confirmedAt },
    }),
    since: [monthOf(open.openedAt, open.zone), ...promised].sort()[0]!,
    rules: [first, ...later],
  };
}

const moved = (row: PayoutRow, person: string) => ({
  payoutId: row.payoutId,
  person,
  paid: money(row.amountMinor, row.currency),
  given: money(row.givenMinor, row.givenCurrency),
  month: row.month!,
});

/** Their own word, where they agreed that it is counted; a mail or the passing of time is none. */
const acknowledged = (row: PayoutRow, person: string, counted: ReadonlySet<string>) =>
  row.status === 'paid' && row.because === 'person-said-so' && counted.has(person) ? { acknowledgedAt: row.paidAt! } : {};

const kinds = { derived: 'payment', adjusted: 'adjustment', opening: 'opening' } as const;

function accrualOf(row: ObligationRow, payers: ReadonlyMap<string, string>): Accrual {
  const payer = row.paymentId ? payers.get(row.paymentId) : undefined;
  return {
    ref: row.position.toString(),
    kind: kinds[row.kind as keyof typeof kinds],
    currency: row.currency,
    month: row.month,
    owedMinor: row.owedMinor,
    ...(row.paymentId && { of: row.paymentId }),
    ...(payer && { payer: normalisedText(payer) }),
  };
}
