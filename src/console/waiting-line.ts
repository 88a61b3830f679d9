import type { OpenBooks } from '../domain/ledger.js';
import { mailSource } from '../domain/mail.js';
import type { WaitingLine } from '../reconciliation/waiting-lines.queries.js';
import { chosenFor } from './import-lines.js';
import { type JudgedLine, isRecordable, lacksRate } from './line-verdicts.js';
import type { PreviewLine } from './pages/import-preview.js';

export const judgedLine = ({ line, alike }: WaitingLine): JudgedLine => ({ ...line, alike });

/**
 * A line that waits, as a page shows it. What was left behind stays left unless the person says otherwise; of a mail it is
 * chosen beforehand what it seems to be, and recorded when the person presses.
 */
export function waitingLine(waiting: WaitingLine, books: OpenBooks): PreviewLine {
  const { source, line, proposal, alike } = waiting;
  const isMail = source === mailSource;
  const judged = judgedLine(waiting);
  const mayRecord = isRecordable(judged);
  const isUncertain = line.reading === 'unknown' || line.reading === 'pending' || line.amount.minor <= 0n;
  return {
    line: line.line,
    day: line.day,
    amount: line.amount,
    ...(line.text && { text: line.text }),
    becomes: 'look',
    chosen: isMail ? chosenFor(proposal.verdict) : 'leave',
    ...(alike && { sameAs: alike.day }),
    ...(!mayRecord && { mayRecord }),
    ...(mayRecord && lacksRate(judged, books) && { becameIn: books.currency }),
    why: isMail ? (isUncertain ? line.why : proposal.why) : whyLeft(waiting),
  };
}

function whyLeft({ line: { reading }, alike }: WaitingLine): string {
  if (reading === 'pending') return 'It was not finished at its source. Bring in a later file once it is; then put this one aside.';
  return alike ? 'A payment of the same amount is recorded. This line may be the same money.' : 'It was left for another day.';
}
