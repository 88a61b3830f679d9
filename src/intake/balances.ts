import { type Money, minus, plus, isEqual } from '../domain/money.js';
import { invalid } from '../domain/refusal.js';

/** A line's amount, and what the bank says the account held after it. */
export interface BalancedLine {
  readonly line: number;
  readonly amount: Money;
  readonly balance: Money;
}

/**
 * The bank's own running balance proves that no row is missing, doubled or changed: it is followed from the oldest line
 * or from the newest, whichever the bank put first. A file in which neither adds up is refused, because a missing row is
 * missing money that nobody would see; who knows better can say by hand what its columns are, without the balance.
 * @throws InvalidInput naming the first line that does not follow
 */
export function refuseBrokenBalance(lines: readonly BalancedLine[]): void {
  const [forward, backward] = [firstBreak(lines, followsOldestFirst), firstBreak(lines, followsNewestFirst)];
  if (forward === undefined || backward === undefined) return;
  const broken = lines[Math.max(forward, backward)]!;
  const says =
    'The balance here and the one on the line before do not follow from one another: rows are missing, or the file was changed. ' +
    'Download it again. ' +
    'If the bank itself wrote it so, choose “Another file” and say what its columns are, without the balance.';
  throw invalid(`line ${broken.line}`, says);
}

type Follows = (before: BalancedLine, line: BalancedLine) => boolean;

const followsOldestFirst: Follows = (before, line) => isEqual(plus(before.balance, line.amount), line.balance);
const followsNewestFirst: Follows = (before, line) => isEqual(minus(before.balance, before.amount), line.balance);

/** Index of the first line that does not follow from the one before it. */
function firstBreak(lines: readonly BalancedLine[], follows: Follows): number | undefined {
  const index = lines.findIndex((line, at) => at > 0 && !follows(lines[at - 1]!, line));
  return index === -1 ? undefined : index;
}
