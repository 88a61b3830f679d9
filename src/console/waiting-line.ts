import type { OpenBooks } from '../domain/ledger.js';
import { mailSource } from '../domain/mail.js';
import type { WaitingLine } from '../reconciliation/waiting-lines.queries.js';
import { chosenFor, isRecordable, lacksRate } from './line-verdicts.js';
import type { PreviewLine } from './pages/import-preview.js';

/** Lines of a file were left by a person, who is not asked again what was chosen; what came by itself was never looked at. */
const cameByItself = (source: string): boolean => source === mailSource || source === 'paypal-search';

/**
 * A line that waits, as a page shows it. What was left behind stays left unless the person says otherwise; of what came by
 * itself it is chosen beforehand what it seems to be, and recorded when the person presses.
 */
export function waitingLine({ source, line, proposal, alike, seen }: WaitingLine, books: OpenBooks): PreviewLine {
  const canBeRecorded = isRecordable(line);
  const asksForRate = canBeRecorded && lacksRate(line, books);
  const proposed = chosenFor(proposal.verdict);
  const isSaid = proposed.is === 'seen' || proposed.is === 'same';
  return {
    line: line.line,
    day: line.day,
    amount: line.amount,
    ...(line.text && { text: line.text }),
    ...(line.vouchedBy && { vouchedBy: line.vouchedBy }),
    becomes: 'look',
    chosen: cameByItself(source) && (source === mailSource || canBeRecorded || isSaid) ? proposed : { is: 'leave' },
    ...(alike && { sameAs: alike }),
    ...(seen?.isSameAmount && { isSeen: true }),
    ...(!canBeRecorded && { mayRecord: false }),
    ...(asksForRate && { becameIn: books.currency }),
    why: whyOf({ source, line, proposal, alike, seen }),
  };
}

function whyOf({ source, line, proposal, alike, seen }: Omit<WaitingLine, 'observation'>): string {
  if (seen) return proposal.why;
  if (source === mailSource)
    return line.reading === 'unknown' || line.reading === 'pending' || line.amount.minor <= 0n ? line.why : proposal.why;
  if (line.reading === 'pending') return 'It was not finished at its source. Bring in a later file once it is; then put this one aside.';
  if (alike) return 'A payment of the same amount is recorded. This line may be the same money.';
  return cameByItself(source) ? proposal.why : 'It was left for another day.';
}
