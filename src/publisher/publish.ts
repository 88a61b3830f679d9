import { randomBytes } from 'node:crypto';
import { Inject } from '@nestjs/common';
import { CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type FundFact, fundStream, intoFunds } from '../domain/fund.js';
import { HOLDS, type Holds } from '../domain/hold.js';
import { money } from '../domain/money.js';
import { type Payout, type PayoutFact, payoutStream } from '../domain/payout.js';
import { type PublicationMade, publicationStream } from '../domain/publication.js';
import type { PublicationBooks } from '../domain/publication-books.js';
import { publishDue, randomBytesNeeded } from '../domain/publication-decision.js';
import { Publish, SignCheckpoint } from '../domain/publish.js';
import { Refusal } from '../domain/refusal.js';
import { EventStore } from '../event-store/event-store.js';
import { Terms } from '../event-store/ledger-terms.js';
import { UnpublishedBooks } from './unpublished-books.queries.js';

/** Makes every publication that has fallen due. Called at any time and any number of times, it publishes each day once. */
@CommandHandler(Publish)
export class PublishHandler implements ICommandHandler<Publish> {
  constructor(
    @Inject(EventStore) private readonly events: EventStore,
    @Inject(UnpublishedBooks) private readonly unpublished: UnpublishedBooks,
    @Inject(Terms) private readonly terms: Terms,
    @Inject(HOLDS) private readonly holds: Holds,
    private readonly commands: CommandBus,
  ) {}

  /** What is made is signed and shown in the same breath; if that fails, the sweep sees to it. */
  async execute(command: Publish) {
    await this.holds.refuseWhileHeld(command.input.ledger, 'publication');
    const made = await this.make(command);
    const { ledger, by, request } = command.input;
    await this.commands.execute(new SignCheckpoint({ ledger, by, request: `${request}.head` }));
    return made;
  }

  private async make(command: Publish) {
    const { ledger } = command.input;
    const { publication: seen, books } = await this.unpublished.of(ledger);
    const currencies = await this.terms.funds(ledger);
    const payouts = [...books.payouts.map(({ payoutId }) => payoutId), ...books.returns.map(({ payoutId }) => payoutId)];
    const randomness = randomBytes(randomBytesNeeded(seen, books));
    return this.events.decide(
      command,
      { publication: publicationStream, payouts: payouts.map(payoutStream), funds: currencies.map(fundStream) },
      ({ publication, payouts: states }, now) => {
        const standing = new Map(payouts.map((payout, index) => [payout, states[index]!]));
        refuseIfMoved(seen, publication, books, standing);
        const made = publishDue(publication, books, now, randomness);
        const byPayout = payouts.map((payout) => publishedFacts(made, payout, now));
        return { publication: made, payouts: byPayout, funds: intoFunds(currencies, releasedFacts(made, books, now)) };
      },
    );
  }
}

const nextIndexOf = (publication: { status: string; nextIndex?: number }): number => publication.nextIndex ?? 0;

/** The books were read before the lock. If anything counted has moved since, nothing is published; the next run reads anew. */
function refuseIfMoved(
  seen: { status: string; nextIndex?: number },
  now: { status: string; nextIndex?: number },
  books: PublicationBooks,
  standing: ReadonlyMap<string, Payout>,
): void {
  const isMoved =
    nextIndexOf(seen) !== nextIndexOf(now) ||
    books.payouts.some(({ payoutId }) => standing.get(payoutId)?.status !== 'paid') ||
    books.returns.some(({ payoutId }) => standing.get(payoutId)?.status !== 'returned');
  if (isMoved) throw new Refusal('publication/moved-on', 'The books moved while the publication was prepared. It is tried again.');
}

function publishedFacts(made: readonly PublicationMade[], payout: string, now: string): PayoutFact[] {
  const counting = made.find(({ data }) => data.counted.payouts.includes(payout));
  return counting ? [{ type: 'PayoutPublished', data: { payout, period: counting.data.period }, happenedAt: now }] : [];
}

/** Money that came back after its publication is available again once the log has said so, or has let a year pass. */
function releasedFacts(made: readonly PublicationMade[], books: PublicationBooks, now: string): FundFact[] {
  const again = new Set(made.flatMap(({ data }) => [...data.counted.returned, ...data.counted.released]));
  return books.returns
    .filter(({ payoutId }) => again.has(payoutId))
    .map(({ payoutId, given }) => ({
      type: 'PayoutGivenBack',
      happenedAt: now,
      data: { payout: payoutId, amount: money(given.minor, given.currency), from: 'set-apart', to: 'available' },
    }));
}
