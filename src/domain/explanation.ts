import type { Asked } from './asked.js';
import { type Day, type Instant, type Month, monthOfDay } from './calendar.js';
import { type Money, amountSaid, isEqual, nothing, plus } from './money.js';
import type { Booking, MonthFact, MonthState } from './month.js';
import type { Account } from './observation.js';
import { invalid, Refusal } from './refusal.js';
import type { Statement } from './statement.js';

/** What a difference can come from: what a check suggests, and what only a person can know. */
export const reasons = [
  'over-the-edge',
  'at-the-edge',
  'unmatched',
  'pending',
  'fee',
  'conversion',
  'our-payout',
  /** Money came back that no line shows. */
  'came-back',
  /** Said openly: the month may be closed over it. */
  'not-known',
] as const;
export type Reason = (typeof reasons)[number];

/** A part of a statement's difference, and what it comes from. The last word on each cause counts; nothing takes it back. */
export interface Explanation {
  readonly account: string;
  readonly from: Day;
  readonly through: Day;
  /** Signed as the difference is. */
  readonly amount: Money;
  readonly because: Reason;
  /** The line, or the payout of ours, that it comes from. */
  readonly line?: string;
  readonly payout?: string;
}

export interface DifferenceExplaining extends Asked, Explanation {
  /** What the statement differed by when the person looked. */
  readonly difference: Money;
}

/** Says what a difference comes from. It changes no figure: nothing is forced to nothing. */
export class ExplainDifference {
  constructor(readonly input: DifferenceExplaining) {}
}

/** Speaks of the same cause of the same statement's difference. */
export const isOfSameCause = (one: Explanation, other: Explanation): boolean =>
  one.account === other.account &&
  one.from === other.from &&
  one.through === other.through &&
  one.amount.currency === other.amount.currency &&
  one.because === other.because &&
  one.line === other.line &&
  one.payout === other.payout;

export const withExplained = (explained: readonly Explanation[], said: Explanation): readonly Explanation[] => [
  ...explained.filter((each) => !isOfSameCause(each, said)),
  ...(said.amount.minor === 0n ? [] : [said]),
];

/** What of a difference nobody has said a word on. */
export const unexplained = (difference: Money, explained: readonly Explanation[]): Money =>
  explained.reduce((left, { amount }) => plus(left, { ...amount, minor: -amount.minor }), difference);

/**
 * Belongs to the month in which the statement ends; once that is closed, it is said in the open one and names its own.
 * @param differs what the statement differs by now, as its lines stand
 * @param before what was said of this statement so far
 */
export function explainDifference(
  month: MonthState,
  account: Account,
  input: DifferenceExplaining,
  differs: Money,
  before: readonly Explanation[],
  booking: Booking,
  now: Instant,
): MonthFact[] {
  if (account.status === 'unknown') throw new Refusal('account/unknown', 'There is no such account in this ledger.');
  const { account: id, from, through, amount, because, line, payout, difference } = input;
  const said: Explanation = { account: id, from, through, amount, because, ...(line && { line }), ...(payout && { payout }) };
  if (!account.statements.some((each) => isOf(each, said)))
    throw new Refusal(
      'statement/unknown',
      `This account has no statement from ${from} to ${through} in ${amount.currency}. State it first.`,
    );
  if (!isEqual(differs, difference))
    throw new Refusal(
      'statement/differs-otherwise',
      `This statement differs by ${inWords(differs)} now. Look at it again, then explain that.`,
    );
  const others = before.filter((each) => !isOfSameCause(each, said));
  refuseTooMuch(amount, unexplained(differs, others));
  if ([...before, ...(month.explained ?? [])].some((each) => isOfSameCause(each, said) && isEqual(each.amount, amount))) return [];
  if (amount.minor === 0n && others.length === before.length) return [];
  return [{ type: 'DifferenceExplained', data: { ...booking, ...said }, happenedAt: now }];
}

const isOf = ({ from, through, opening }: Statement, said: Explanation): boolean =>
  from === said.from && through === said.through && opening.currency === said.amount.currency;

/** A part goes in the direction of the whole, and not beyond it. */
function refuseTooMuch(amount: Money, left: Money): void {
  if (amount.minor === 0n) return;
  const isBeyond = left.minor > 0n ? amount.minor > left.minor : amount.minor < left.minor;
  const isAgainst = left.minor > 0n ? amount.minor < 0n : amount.minor > 0n;
  if (isBeyond || isAgainst || left.minor === 0n)
    throw invalid('amount', `${inWords(left)} is still to be explained, and no more. Enter that, or a part of it with the same sign.`);
}

const inWords = (amount: Money): string => (isEqual(amount, nothing(amount.currency)) ? 'nothing' : amountSaid(amount));

/** The month to which a statement's difference belongs. */
export const monthOfStatement = ({ through }: Pick<Statement, 'through'>): Month => monthOfDay(through);
