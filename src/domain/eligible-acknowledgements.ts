import { dueAt } from '../public-log/schedule.js';
import { type PublishedBatch, publicationsUntilAcknowledged } from './publication.js';
import { type PublishedPayout, type Standing, strictest } from './publication-books.js';

/** How much of a batch those who received it said had arrived. */
export interface AcknowledgedFigure {
  /** Index in the log of part 1 of the batch. */
  readonly of: number;
  /** Of its slots, rounded down: 0 to 10. */
  readonly tenths: number;
}

/**
 * What is said once of each batch, three publications later. It stands for at least k people who said so themselves. Neither a
 * single word nor a single silence shows: below k nothing is said, and where at most one person is silent, the figure is as if the
 * one with the most slots were.
 */
export function judgeAcknowledgements(
  batches: readonly PublishedBatch[],
  published: readonly PublishedPayout[],
  standing: Standing,
): readonly AcknowledgedFigure[] {
  return batches
    .filter(({ publicationsSince }) => publicationsSince + 1 === publicationsUntilAcknowledged)
    .flatMap((batch) => {
      const inIt = published.filter((payout) => isOf(payout, batch));
      const tenths = tenthsOf(batch, inIt, standing);
      return tenths === undefined ? [] : [{ of: batch.index, tenths }];
    });
}

function tenthsOf({ unitMinor, count }: PublishedBatch, payouts: readonly PublishedPayout[], standing: Standing): number | undefined {
  const people = slotsOfPeople(payouts, unitMinor, standing);
  const said = people.filter(({ hasSaid }) => hasSaid);
  if (said.length < strictest(standing, payouts).k) return undefined;
  const slots = (of: readonly { readonly slots: bigint }[]): bigint => of.reduce((sum, person) => sum + person.slots, 0n);
  const largest = people.reduce((most, person) => (person.slots > most ? person.slots : most), 0n);
  const isSilenceSingle = people.length - said.length <= 1;
  const arrived = isSilenceSingle ? slots(people) - largest : slots(said);
  const all = BigInt(count);
  return Number(((arrived < all ? arrived : all) * 10n) / all);
}

/** A person has said so when they have of every payout in the batch. One without a slot in it is not counted. */
function slotsOfPeople(payouts: readonly PublishedPayout[], unitMinor: bigint, { date }: Standing) {
  const people = new Map<string, { slots: bigint; hasSaid: boolean }>();
  for (const { person, paid, acknowledgedAt } of payouts) {
    const before = people.get(person) ?? { slots: 0n, hasSaid: true };
    const hasSaid = acknowledgedAt !== undefined && acknowledgedAt <= dueAt(date);
    people.set(person, { slots: before.slots + paid.minor / unitMinor, hasSaid: before.hasSaid && hasSaid });
  }
  return [...people.values()].filter(({ slots }) => slots > 0n);
}

/** Each currency has one batch a publication, and each publication a month of its own. */
const isOf = ({ period, paid }: PublishedPayout, batch: PublishedBatch): boolean =>
  period === batch.period && paid.currency === batch.currency;
