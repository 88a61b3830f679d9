import { type Day, type Instant, dayOf } from './calendar.js';

/**
 * Since when the world sees what a steward published: the first scheduled publication after the day on which she did, so that it is
 * dated by the calendar, and neither by her hand nor by whoever wrote. A publication of the same day does not bring it, whichever of
 * the two came first, nor one that was made up late for a day before.
 * @param publications scheduled days of the publications that are shown
 * @returns undefined while none of them is late enough
 */
export function shownSince(publishedAt: Instant, zone: string, publications: readonly Day[]): Day | undefined {
  const day = dayOf(publishedAt, zone);
  return publications.filter((publication) => publication > day).toSorted()[0];
}
