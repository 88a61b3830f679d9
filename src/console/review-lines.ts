import { money } from '../domain/money.js';
import type { ObservationReview } from '../domain/observation.js';
import { invalid } from '../domain/refusal.js';
import type { ObservationRow } from '../reconciliation/observations.projection.js';
import type { ReviewProposal } from '../reconciliation/review-proposals.queries.js';
import { chosenFor } from './import-lines.js';
import type { PreviewLine } from './pages/import-preview.js';

/** Lines of a file were left by a person, who is not asked again what was chosen; what PayPal told by itself was never looked at. */
const isNew = ({ source }: ObservationRow): boolean => source === 'paypal-search';

export function reviewLine(
  row: ObservationRow,
  text: string | undefined,
  { proposal, alike, seen }: ReviewProposal,
  home: string,
): PreviewLine {
  const needsRate = row.currency !== home && !row.settled;
  const mayRecord = !needsRate && row.reading !== 'pending' && row.amountMinor > 0n;
  const proposed = chosenFor(proposal.verdict);
  return {
    line: Number(row.position),
    day: row.day,
    amount: money(row.amountMinor, row.currency),
    ...(text && { text }),
    becomes: 'look',
    chosen: isNew(row) && (mayRecord || proposed === 'seen' || proposed === 'same') ? proposed : 'leave',
    ...(alike && { sameAs: alike.day }),
    ...(seen?.isSameAmount && { isSeen: true }),
    ...(!mayRecord && { mayRecord: false }),
    why: whyOf(row, { proposal, alike, seen }, needsRate, home),
  };
}

function whyOf(row: ObservationRow, { proposal, alike, seen }: ReviewProposal, needsRate: boolean, home: string): string {
  if (seen || alike) return proposal.why;
  if (row.reading === 'pending') return 'It was not finished at its source. Bring in a later file once it is; then put this one aside.';
  if (needsRate && row.reading === 'money-in')
    return `Nothing says what it became in ${home}. Record it by hand with that amount, and mark this line as not a session payment.`;
  return isNew(row) ? proposal.why : 'It was left for another day.';
}

type Becomes = 'leave' | 'dismiss' | 'same' | 'seen' | { readonly offering: string };

/** `4711:record:ces-50`, `4711:same`, `4711:seen`, `4711:leave`, `4711:dismiss`. */
export function saidOf(said: string): { readonly line: string; readonly becomes: Becomes } {
  const match = /^(\d{1,15}):(?:(leave|dismiss|same|seen)|record:([a-z0-9-]{1,40}))$/.exec(said);
  if (!match) throw invalid('line', 'Open the page again: what was sent does not belong to it.');
  const [, line = '', word, offering = ''] = match;
  return { line, becomes: word ? (word as Becomes) : { offering } };
}

/** @throws InvalidInput where the line is no longer alike to what was on the page */
export function verdictFor(becomes: Exclude<Becomes, 'leave'>, { alike, seen }: ReviewProposal): ObservationReview['verdict'] {
  if (typeof becomes === 'object') return { becomes: 'payment', offering: becomes.offering };
  switch (becomes) {
    case 'dismiss':
      return { becomes: 'dismissed', reason: 'outside-this-ledger' };
    case 'seen':
      if (!seen) throw invalid('line', 'No earlier line carries the same number any more. Open the page again.');
      return { becomes: 'dismissed', reason: 'seen-elsewhere' };
    case 'same':
      if (!alike) throw invalid('line', 'No recorded payment of this amount waits for a line any more. Open the page again.');
      return { becomes: 'evidence', payment: alike.payment };
  }
}
