import type { LineVerdict } from '../domain/import.js';
import type { OpenBooks } from '../domain/ledger.js';
import { type Money, nothing, taxInsideHalfUp } from '../domain/money.js';
import type { AccountKind, Verdict } from '../domain/observation.js';
import { obligationOf, pledgeInForce } from '../domain/pledge.js';
import { invalid } from '../domain/refusal.js';
import type { Decided } from '../event-store/event-store.js';
import type { Preview, PreviewLine as Previewed } from '../reconciliation/import-preview.queries.js';
import { dayInWords } from '../web/days.js';
import type { ImportDone, PreviewLine } from './pages/import-preview.js';
import { sumsOf } from './payment-lines.js';

export const sourceTitles: Readonly<Record<AccountKind, string>> = { bank: 'RBC chequing', paypal: 'PayPal activity' };
const titles: Readonly<Record<string, string>> = {
  'rbc-chequing': 'RBC chequing',
  'paypal-activity': 'PayPal activity',
  'paypal-search': 'PayPal',
};

/** "RBC chequing, 1 October 2026 to 31 October 2026". */
export function sourceInWords({ draft }: Preview): string {
  const days = draft.lines.map(({ day }) => day).sort();
  return `${titles[draft.source] ?? draft.source}, ${dayInWords(days[0]!)} to ${dayInWords(days.at(-1)!)}`;
}

export const previewLines = ({ lines }: Preview, books: OpenBooks): PreviewLine[] =>
  lines.map(({ line, isHere, proposal, alike }) => {
    const setAside = isHere ? undefined : wouldSetAside(line, proposal.verdict, books);
    const chosen = chosenFor(proposal.verdict);
    const becomes = isHere ? 'here' : becomesFor(line.reading, proposal.verdict);
    return {
      line: line.line,
      day: line.day,
      amount: line.amount,
      text: line.text,
      why: isHere ? 'It is in the books already.' : proposal.why,
      becomes,
      ...(setAside && { setAside }),
      ...(alike && { sameAs: alike.day }),
      ...(chosen === 'seen' && { isSeen: true }),
      ...(!mayRecord(line, books) && { mayRecord: false }),
      ...(becomes === 'new' || becomes === 'look' ? { chosen } : {}),
    };
  });

function becomesFor(reading: Previewed['line']['reading'], { becomes }: Verdict): PreviewLine['becomes'] {
  if (reading === 'money-out' || reading === 'not-income') return 'aside';
  return becomes === 'payment' ? 'new' : 'look';
}

export function chosenFor(verdict: Verdict): string {
  switch (verdict.becomes) {
    case 'payment':
      return `record:${verdict.offering}`;
    case 'evidence':
      return 'same';
    case 'dismissed':
      return verdict.reason === 'seen-elsewhere' ? 'seen' : 'dismiss';
    case 'to-review':
      return 'leave';
  }
}

function wouldSetAside(line: Previewed['line'], verdict: Verdict, books: OpenBooks): Money | undefined {
  if (verdict.becomes !== 'payment') return undefined;
  const offering = books.offerings[verdict.offering];
  const policy = offering?.insidePledge ? pledgeInForce(books.policies, line.day) : undefined;
  if (!policy || !offering) return undefined;
  const tax = offering.tax.treatment === 'taxable' ? taxInsideHalfUp(line.amount, offering.tax.rateBp) : nothing(line.amount.currency);
  const settled = line.settled && { amount: line.settled.amount, source: 'paypal' };
  if (policy.currencyRule === 'home' && line.amount.currency !== books.currency && !settled) return undefined;
  return obligationOf(
    { amount: line.amount, tax, fee: line.fee ?? nothing(line.amount.currency), ...(settled && { settled }) },
    policy,
    books.currency,
  ).owed;
}

/** `12:record:ces-50`, `12:same`, `14:leave`, `15:dismiss`, as the preview's form sends them. */
export function verdictOf(said: string, { lines }: Preview): LineVerdict {
  const match = /^(\d{1,9}):(leave|dismiss|same|seen|record:([a-z0-9-]{1,40}))$/.exec(said);
  const found = match && lines.find(({ line }) => line.line === Number(match[1]));
  if (!match || !found) throw invalid('line', 'Open the preview again: what was sent does not belong to this file.');
  const line = found.line.line;
  if (match[3]) return { line, verdict: { becomes: 'payment', offering: match[3] } };
  const { verdict: proposed } = found.proposal;
  if (match[2] === 'seen') {
    if (proposed.becomes !== 'dismissed') throw invalid(`line ${line}`, 'No earlier line carries the same number. Choose again.');
    return { line, verdict: proposed };
  }
  if (match[2] === 'dismiss') return { line, verdict: { becomes: 'dismissed', reason: 'outside-this-ledger' } };
  if (match[2] === 'same') {
    if (found.proposal.verdict.becomes !== 'evidence') throw invalid(`line ${line}`, 'No recorded payment looks the same. Choose again.');
    return { line, verdict: found.proposal.verdict };
  }
  return { line, verdict: { becomes: 'to-review' } };
}

export function importDone({ events }: Decided): Pick<ImportDone, 'recorded' | 'received' | 'setAside' | 'leftOut' | 'dismissed'> {
  const received = events.flatMap((event) => (event.type === 'PaymentReceived' ? [event.data.amount] : []));
  const observed = events.filter(({ type }) => type === 'ObservationRecorded').length;
  const matched = events.filter(({ type }) => type === 'ObservationMatched').length;
  const dismissed = events.filter(({ type }) => type === 'ObservationDismissed').length;
  return {
    recorded: received.length,
    received: sumsOf(received),
    dismissed,
    leftOut: observed - matched - dismissed,
    setAside: sumsOf(events.flatMap((event) => (event.type === 'ObligationDerived' ? [event.data.owed] : []))),
  };
}

/** What is not finished comes again when it is; what lacks a rate cannot be counted in the ledger's currency. */
function mayRecord({ reading, amount, settled }: Previewed['line'], { policies, currency }: OpenBooks): boolean {
  const needsRate = amount.currency !== currency && !settled && policies.at(-1)?.currencyRule !== 'own';
  return reading !== 'pending' && amount.minor > 0n && !needsRate;
}
