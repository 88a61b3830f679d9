import { toJson } from '../domain/money.js';
import type { Decided } from '../event-store/event-store.js';
import type { Preview, PreviewLine } from './import-preview.queries.js';

/** A file as it was understood. What the lines say in their own words, and who paid, stays sealed. */
export const previewView = ({ draft, lines }: Preview) => ({
  import: draft.import,
  account: draft.account,
  source: draft.source,
  lines: lines.map(lineView),
  ...(draft.totals && { totals: draft.totals.map((total) => ({ ...total, amount: toJson(total.amount) })) }),
  ...(draft.refused.length > 0 && { refused: draft.refused }),
});

const lineView = ({ line, isHere, proposal }: PreviewLine) => ({
  line: line.line,
  day: line.day,
  amount: toJson(line.amount),
  ...(line.fee && { fee: toJson(line.fee) }),
  method: line.method,
  reading: line.reading,
  ...(line.settled && { settled: { amount: toJson(line.settled.amount), why: line.settled.why } }),
  isHere,
  ...(!isHere && { proposal: proposal.verdict, why: proposal.why }),
});

/** What confirming came to, counted from the events it appended. */
export function confirmedView(id: string, { events }: Decided) {
  const payments = events.flatMap((event) => (event.type === 'PaymentReceived' ? [event.data.payment] : []));
  const count = (type: string): number => events.filter((event) => event.type === type).length;
  const [recorded, matched, dismissed] = [count('ObservationRecorded'), count('ObservationMatched'), count('ObservationDismissed')];
  const totals = count('DayTotalStated');
  return { import: id, recorded, payments, matched, dismissed, toReview: recorded - matched - dismissed, ...(totals > 0 && { totals }) };
}
