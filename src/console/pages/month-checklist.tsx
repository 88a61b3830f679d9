import type { Month } from '../../domain/calendar.js';
import { type Checklist, type StatementOpen, countOpen } from '../../domain/checklist.js';
import { Amount } from '../../web/amounts.js';
import { DayText } from '../../web/days.js';
import type { Frame } from './frame.js';
import { pathsOf } from './paths.js';
import { counted } from './words.js';

export interface MonthChecklist {
  readonly frame: Frame;
  readonly month: Month;
  readonly open: Checklist;
  readonly accounts: ReadonlyMap<string, string>;
}

/** What is open, each with the page on which it is settled. The month can be closed over all of it. */
export function ChecklistOfMonth({ frame, month, open, accounts }: MonthChecklist) {
  const at = pathsOf(frame.ledger.slug);
  const lines = [
    { count: open.lines, words: `${counted(open.lines, 'line')} of this month ${is(open.lines)} not settled yet`, href: at.review },
    { count: open.mails, words: `${counted(open.mails, 'mail')} of this month ${is(open.mails)} not settled yet`, href: at.mailInbox },
    { count: open.differs ? 1 : 0, words: 'Jane and the ledger differ in this month', href: at.totalsOf(month) },
    { count: open.stoppedImports, words: `${counted(open.stoppedImports, 'file')} stopped on the way`, href: at.today },
    {
      count: open.payoutsInDoubt,
      words: `Of ${counted(open.payoutsInDoubt, 'payout')} nobody knows yet whether it was sent`,
      href: at.inDoubt,
    },
    { count: open.feedback, words: `Feedback waits to be read: ${open.feedback}`, href: at.feedback },
    {
      count: open.callsPast,
      words: `${counted(open.callsPast, 'call')} whose own day has passed ${is(open.callsPast)} still open`,
      href: at.calls,
    },
  ].filter(({ count }) => count > 0);
  return (
    <>
      <h2>Before you close</h2>
      {countOpen(open) === 0 ? (
        <p>Nothing is open.</p>
      ) : (
        <ul>
          {open.statements.map((each) => (
            <li>
              <StatementLine frame={frame} open={each} account={accounts.get(each.account) ?? 'An account'} />
            </li>
          ))}
          {lines.map(({ words, href }) => (
            <li>
              <a href={href}>{words}.</a>
            </li>
          ))}
        </ul>
      )}
      {countOpen(open) > 0 && <p class="words">None of this keeps you from closing. What comes late is booked in the next month.</p>}
    </>
  );
}

const is = (count: number): string => (count === 1 ? 'is' : 'are');

function StatementLine({ frame, open, account }: { frame: Frame; open: StatementOpen; account: string }) {
  const at = pathsOf(frame.ledger.slug);
  if (open.is === 'missing')
    return (
      <a href={at.statementsOf(open.account)}>
        {account}, {open.currency}: no statement speaks of <DayText of={open.from} /> to <DayText of={open.through} />.
      </a>
    );
  return (
    <a href={at.statement(open)}>
      {account}: the statement to <DayText of={open.through} /> differs, and <Amount of={open.left} /> of it is not explained.
    </a>
  );
}
