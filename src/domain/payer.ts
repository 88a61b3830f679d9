import type { Asked } from './asked.js';
import type { Instant } from './calendar.js';
import type { Fact, Stream } from './fact.js';
import { normalisedText } from './observed.js';

/**
 * Whoever paid is remembered for matching alone, and forgotten on request. The event says that somebody was, and of how many payments:
 * it names neither them nor the payments, for a list of what one person paid would outlive their name.
 */
export type PayerFact = Fact<'PayerForgotten', { payments: number }>;

/** How often somebody was forgotten. */
export type Payers = { readonly forgotten: number };

export const payersStream: Stream<Payers, PayerFact> = {
  name: 'payers',
  unborn: { forgotten: 0 },
  evolve: ({ forgotten }) => ({ forgotten: forgotten + 1 }),
};

export interface PayerForgetting extends Asked {
  /** Any payment that they made. */
  readonly payment: string;
}

export class ForgetPayer {
  constructor(readonly input: PayerForgetting) {}
}

/** @param payments on which they are still named; none: there is nobody to forget, and nothing to say */
export const forgetPayer = (payments: number, now: Instant): PayerFact[] =>
  payments === 0 ? [] : [{ type: 'PayerForgotten', data: { payments }, happenedAt: now }];

/**
 * The same name, however it was written and whatever number the bank put beside it; no looser, so that nobody is forgotten for another.
 */
export const isSamePayer = (one: string, other: string): boolean =>
  nameOf(one) === '' ? normalisedText(one) === normalisedText(other) : nameOf(one) === nameOf(other);

/** A line's own words name them: the whole name, between marks or blanks. */
export const isNamedIn = (text: string, name: string): boolean =>
  nameOf(name) !== '' && ` ${wordsOf(text).join(' ')} `.includes(` ${nameOf(name)} `);

const wordsOf = (text: string): string[] =>
  normalisedText(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');

/** Its words, without those that hold a digit: they are an account's or a transfer's. */
const nameOf = (text: string): string =>
  wordsOf(text)
    .filter((word) => !/\p{N}/u.test(word))
    .join(' ');
