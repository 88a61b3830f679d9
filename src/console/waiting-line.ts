import type { OpenBooks } from '../domain/ledger.js';
import { mailSource } from '../domain/mail.js';
import type { WaitingLine } from '../reconciliation/waiting-lines.queries.js';
import { chosenFor, mayRecord } from './import-lines.js';
import type { PreviewLine } from './pages/import-preview.js';

/**
 * A line that waits, as a page shows it. What was left behind stays left unless the person says otherwise; of a mail it is
 * chosen beforehand what it seems to be, and recorded when the person presses.
 */
export function waitingLine({ source, line, proposal, alike }: WaitingLine, books: OpenBooks): PreviewLine {
  const isMail = source === mailSource;
  const canBeRecorded = mayRecord(line, books);
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
    why: isMail ? (isUncertain ? line.why : proposal.why) : whyLeft({ line, alike }, canBeRecorded, books.currency),
  };
}

function whyLeft({ line: { reading, amount }, alike }: Pick<WaitingLine, 'line' | 'alike'>, canBeRecorded: boolean, home: string): string {
  if (reading === 'pending') return 'It was not finished at its source. Bring in a later file once it is; then put this one aside.';
  if (!canBeRecorded && amount.currency !== home) {
    return `Nothing says what it became in ${home}. Record it by hand with that amount, and mark this line as not a session payment.`;
  }
  return alike ? 'It was left for another day. A payment of the same amount is recorded.' : 'It was left for another day.';
}
