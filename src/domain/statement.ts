import type { Asked } from './asked.js';
import { type Day, type Instant, addDaysTo, dayOf, isDay, noonOf } from './calendar.js';
import { type Money, isEqual, largestMinor } from './money.js';
import type { Account, AccountFact } from './observation.js';
import { invalid, Refusal } from './refusal.js';

/** An account's own word on a period, both days included: what stood on it before the first line, and after the last. */
export interface Statement {
  readonly from: Day;
  readonly through: Day;
  readonly opening: Money;
  readonly closing: Money;
}

export const isOfSamePeriod = (one: Statement, other: Statement): boolean =>
  one.from === other.from && one.through === other.through && one.opening.currency === other.opening.currency;

export interface StatementAssertion extends Asked, Statement {
  readonly account: string;
}

/** Keeps what an account says of itself. It makes no payment and forces nothing: it is what our lines are held against. */
export class AssertStatement {
  constructor(readonly input: StatementAssertion) {}
}

/** The last word on a period counts; said again, it is said once. What overlaps or leaves a gap is kept, and named where it is read. */
export function assertStatement(account: Account, input: StatementAssertion, zone: string, now: Instant): AccountFact[] {
  if (account.status === 'unknown') throw new Refusal('account/unknown', 'There is no such account in this ledger.');
  const { account: id, from, through, opening, closing } = input;
  for (const [field, day] of [
    ['from', from],
    ['through', through],
  ] as const)
    if (!isDay(day) || day < '1990-01-01') throw invalid(field, 'This is no day that can be meant. Write it like 2026-10-04.');
  if (from > through) throw invalid('through', `A statement ends on or after the day on which it begins, ${from}.`);
  if (through > dayOf(now, zone)) throw invalid('through', `${through} is still to come. A statement speaks of days that are over.`);
  if (closing.currency !== opening.currency) throw invalid('closing.currency', `It opens in ${opening.currency}, so it closes in it too.`);
  if (account.kind === 'bank' && opening.currency !== account.currency)
    throw invalid('opening.currency', `This account is kept in ${account.currency}. Choose the account that the statement is of.`);
  for (const [field, { minor }] of Object.entries({ opening, closing }))
    if (minor > largestMinor || minor < -largestMinor) throw invalid(field, 'This is more than this ledger can hold. Check the amount.');
  const known = account.statements.find((each) => isOfSamePeriod(each, input));
  if (known && isEqual(known.opening, opening) && isEqual(known.closing, closing)) return [];
  return [{ type: 'StatementAsserted', data: { account: id, from, through, opening, closing }, happenedAt: noonOf(through, zone) }];
}

/** Where one statement of an account does not follow upon another of the same currency. */
export type Seam =
  | { readonly is: 'overlap'; readonly with: Statement }
  | { readonly is: 'gap'; readonly from: Day; readonly through: Day }
  /** The one before closed with another amount than this one opens with. */
  | { readonly is: 'other-amount'; readonly closedWith: Money };

/** What lies amiss between a statement and those beside it. The first one of an account follows upon nothing. */
export function seamsOf(statement: Statement, all: readonly Statement[]): Seam[] {
  const { from, through, opening } = statement;
  const others = all.filter((each) => each.opening.currency === opening.currency && !isOfSamePeriod(each, statement));
  const overlaps = others.filter((each) => each.from <= through && each.through >= from);
  if (overlaps.length > 0) return overlaps.map((each) => ({ is: 'overlap', with: each }));
  const before = others
    .filter((each) => each.through < from)
    .sort((one, other) => (one.through < other.through ? -1 : 1))
    .at(-1);
  if (!before) return [];
  const expected = addDaysTo(before.through, 1);
  if (expected < from) return [{ is: 'gap', from: expected, through: addDaysTo(from, -1) }];
  return isEqual(before.closing, opening) ? [] : [{ is: 'other-amount', closedWith: before.closing }];
}

/** The days of a period of which no statement of that account and currency speaks, in runs. */
export function daysWithout(statements: readonly Statement[], from: Day, through: Day): { readonly from: Day; readonly through: Day }[] {
  const runs: { from: Day; through: Day }[] = [];
  let next = from;
  for (const each of [...statements].sort((one, other) => (one.from < other.from ? -1 : 1))) {
    if (each.through < next || each.from > through) continue;
    if (each.from > next) runs.push({ from: next, through: addDaysTo(each.from, -1) });
    next = addDaysTo(each.through, 1);
  }
  if (next <= through) runs.push({ from: next, through });
  return runs;
}
