import { type Day, addDaysTo } from './calendar.js';
import { type Money, minus, money, negated, plus } from './money.js';
import { type Seam, type Statement, seamsOf } from './statement.js';

/** A line of the account's files, as far as its sum needs it. */
export interface AccountLine {
  readonly line: string;
  readonly day: Day;
  /** Signed: positive came in. */
  readonly amount: Money;
  /** What PayPal kept of it; the account holds that much less. */
  readonly fee: Money;
  readonly status: 'to-review' | 'matched' | 'dismissed';
  readonly isPending: boolean;
  /** Of money in another currency: what it became in this one, where its source says so. */
  readonly settled?: Money;
}

/** A payout of ours that left while the statement ran, and of which no line is known. */
export interface PayoutUnseen {
  readonly payout: string;
  readonly day: Day;
  readonly given: Money;
}

/** What could make a difference, alone. Suggested and never applied: nothing is forced to nothing. */
export type Suspect =
  /** Dated outside the period by a few days, and not counted: the bank may have counted it. */
  | { readonly is: 'over-the-edge'; readonly line: string; readonly day: Day; readonly amount: Money }
  /** Dated within, a few days from an edge, and counted: the bank may count it in the next or the last statement. */
  | { readonly is: 'at-the-edge'; readonly line: string; readonly day: Day; readonly amount: Money }
  /** Counted, and nobody has said yet what it is. */
  | { readonly is: 'unmatched'; readonly line: string; readonly day: Day; readonly amount: Money }
  | { readonly is: 'pending'; readonly line: string; readonly day: Day; readonly amount: Money }
  | { readonly is: 'fee'; readonly line: string; readonly day: Day; readonly amount: Money }
  /** Money in another currency, within the period, that became this much of this one: the account may show only what it became. */
  | { readonly is: 'conversion'; readonly line: string; readonly day: Day; readonly amount: Money }
  | { readonly is: 'our-payout'; readonly payout: string; readonly day: Day; readonly amount: Money };

export interface StatementCheck {
  readonly statement: Statement;
  readonly lines: number;
  /** Of all lines within the period, those put aside included, less PayPal's fees. */
  readonly moved: Money;
  /** `closing − (opening + moved)`: nothing where the statement adds up. */
  readonly difference: Money;
  readonly suspects: readonly Suspect[];
  readonly seams: readonly Seam[];
}

/** How far from an edge a bank may date a line otherwise than we do. */
export const edgeDays = 5;

export function checkStatement(
  statement: Statement,
  all: readonly Statement[],
  lines: readonly AccountLine[],
  payouts: readonly PayoutUnseen[],
): StatementCheck {
  const { from, through, opening, closing } = statement;
  const own = lines.filter(({ amount }) => amount.currency === opening.currency);
  const counted = own.filter(({ day, isPending }) => day >= from && day <= through && !isPending);
  const moved = counted.map(netOf).reduce(plus, money(0n, opening.currency));
  const difference = minus(closing, plus(opening, moved));
  const suspects =
    difference.minor === 0n ? [] : [...suspectsOf(difference, statement, own, payouts), ...conversionsOf(difference, statement, lines)];
  return { statement, lines: counted.length, moved, difference, suspects, seams: seamsOf(statement, all) };
}

const netOf = ({ amount, fee }: AccountLine): Money => minus(amount, fee);

/** Whatever would close the difference if it were counted, or were not. */
function suspectsOf(
  difference: Money,
  { from, through }: Statement,
  lines: readonly AccountLine[],
  payouts: readonly PayoutUnseen[],
): Suspect[] {
  const [missing, toomuch] = [difference.minor, -difference.minor];
  const ofLines = lines.flatMap((line): Suspect[] => {
    const { day, fee, isPending, status } = line;
    const amount = netOf(line);
    const told = { line: line.line, day, amount };
    const isWithin = day >= from && day <= through;
    if (!isWithin) {
      const isNear = day >= addDaysTo(from, -edgeDays) && day <= addDaysTo(through, edgeDays);
      return isNear && amount.minor === missing ? [{ is: 'over-the-edge', ...told }] : [];
    }
    if (isPending) return amount.minor === missing ? [{ is: 'pending', ...told }] : [];
    const isAtEdge = day < addDaysTo(from, edgeDays) || day > addDaysTo(through, -edgeDays);
    const isTooMuch = amount.minor === toomuch;
    return [
      ...(isTooMuch && status === 'to-review' ? [{ is: 'unmatched' as const, ...told }] : []),
      ...(isTooMuch && isAtEdge && status !== 'to-review' ? [{ is: 'at-the-edge' as const, ...told }] : []),
      ...(fee.minor !== 0n && (fee.minor === missing || fee.minor === toomuch) ? [{ is: 'fee' as const, ...told, amount: fee }] : []),
    ];
  });
  const ofPayouts = payouts
    .filter(({ day, given }) => given.currency === difference.currency && day >= addDaysTo(from, -edgeDays) && day <= through)
    .filter(({ given }) => -given.minor === missing)
    .map(({ payout, day, given }): Suspect => ({ is: 'our-payout', payout, day, amount: negated(given) }));
  return [...ofLines, ...ofPayouts];
}

/** What a foreign line became in this currency closes the difference, where the account shows only that. */
const conversionsOf = (difference: Money, { from, through }: Statement, lines: readonly AccountLine[]): Suspect[] =>
  lines.flatMap(({ line, day, amount, settled }): Suspect[] => {
    if (!settled || settled.currency !== difference.currency || amount.currency === difference.currency) return [];
    const became = amount.minor < 0n ? negated(settled) : settled;
    return day >= from && day <= through && became.minor === difference.minor ? [{ is: 'conversion', line, day, amount: became }] : [];
  });
