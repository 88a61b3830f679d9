import type { OpenBooks } from '../domain/ledger.js';
import { mailSource } from '../domain/mail.js';
import type { WaitingLine } from '../reconciliation/waiting-lines.queries.js';
import { chosenFor } from './import-lines.js';
import { isRecordable, lacksRate } from './line-verdicts.js';
import type { PreviewLine } from './pages/import-preview.js';

/**
 * A line that waits, as a page shows it. What was left behind stays left unless the person says otherwise; of a mail it is
 * chosen beforehand what it seems to be, and recorded when the person presses.
 */
export function waitingLine({ source, line, proposal, alike }: WaitingLine, books: OpenBooks): PreviewLine {
  const isMail = source === mailSource;
  const canBeRecorded = isRecordable(line);
  const isUncertain = line.reading === 'unknown' || line.reading === 'pending' || line.amount.minor <= 0n;
  return {
    line: line.line,
    day: line.day,
    amount: line.amount,
    ...(line.text && { text: line.text }),
    becomes: 'look',
    chosen: isMail ? chosenFor(proposal.verdict) : 'leave',
    ...(alike && { sameAs: alike.day }),
    ...(!canBeRecorded && { mayRecord: false }),
    ...(canBeRecorded && lacksRate(line, books) && { becameIn: books.currency }),
    why: isMail ? (isUncertain ? line.why : proposal.why) : whyLeft({ line, alike }),
  };
}

function whyLeft({ line: { reading }, alike }: Pick<WaitingLine, 'line' | 'alike'>): string {
  if (reading === 'pending') return 'It was not finished at its source. Bring in a later file once it is; then put this one aside.';
  return alike ? 'A payment of the same amount is recorded. This line may be the same money.' : 'It was left for another day.';
}
