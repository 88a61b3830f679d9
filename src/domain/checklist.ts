import type { Day } from './calendar.js';
import type { Money } from './money.js';

/** What of an account's month no statement speaks of, or what of a statement nobody has explained. */
export type StatementOpen =
  | { readonly is: 'missing'; readonly account: string; readonly currency: string; readonly from: Day; readonly through: Day }
  | {
      readonly is: 'unexplained';
      readonly account: string;
      readonly currency: string;
      readonly from: Day;
      readonly through: Day;
      readonly left: Money;
    };

/** What is open before a month is closed. None of it keeps anybody from closing: nothing is forced. */
export interface Checklist {
  readonly statements: readonly StatementOpen[];
  /** Lines of files and mails of the month of which nobody has said what they are. */
  readonly lines: number;
  readonly mails: number;
  /** The booking program says something else than the ledger. */
  readonly differs: boolean;
  /** Files of which a part is recorded, and nobody is at the rest. */
  readonly stoppedImports: number;
  readonly payoutsInDoubt: number;
  readonly feedback: number;
  /** Open calls whose own day has passed. */
  readonly callsPast: number;
}

/** How many things are open, each with one next step. */
export const countOpen = ({ statements, lines, mails, differs, stoppedImports, payoutsInDoubt, feedback, callsPast }: Checklist): number =>
  statements.length +
  [lines, mails, differs ? 1 : 0, stoppedImports, payoutsInDoubt, feedback, callsPast].filter((count) => count > 0).length;
