import { type Instant, addDays } from '../domain/calendar.js';
import type { SubjectKind } from './subject-key.row.js';

/** For how many days after it was made, or after one last heard of the person, a key is kept; absent: until it is erased. */
export type Lifetimes = { readonly [K in SubjectKind]?: number };

export const LIFETIMES = Symbol('lifetimes of keys');

export function endOf(lifetimes: Lifetimes, kind: SubjectKind, now: Instant): Instant | undefined {
  const days = lifetimes[kind];
  return days === undefined ? undefined : addDays(now, days);
}
