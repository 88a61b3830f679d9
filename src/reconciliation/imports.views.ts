import { type ImportOutcome, leftForReview } from '../domain/import-outcome.js';
import { toJson } from '../domain/money.js';
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

/** What confirming came to. */
export const confirmedView = (id: string, outcome: ImportOutcome) => ({
  import: id,
  recorded: outcome.recorded,
  payments: outcome.payments,
  received: outcome.received.map(toJson),
  setAside: outcome.setAside.map(toJson),
  matched: outcome.matched,
  dismissed: outcome.dismissed,
  toReview: leftForReview(outcome),
});
