import type { OpenBooks } from '../domain/ledger.js';
import type { NamedMapping } from '../domain/mapping.js';
import { mailSource } from '../domain/mail.js';
import { type Money, nothing, taxInsideHalfUp } from '../domain/money.js';
import type { AccountKind, Verdict } from '../domain/observation.js';
import { obligationOf, pledgeInForce } from '../domain/pledge.js';
import { sourceWords, sources } from '../domain/observed.js';
import type { Decided } from '../event-store/event-store.js';
import type { Preview, PreviewLine as Previewed } from '../reconciliation/import-preview.queries.js';
import { dayInWords } from '../web/days.js';
import { isRecordable, lacksRate } from './line-verdicts.js';
import type { ImportDone, PreviewLine } from './pages/import-preview.js';
import { sumsOf } from './payment-lines.js';

export const sourceTitles: Readonly<Record<AccountKind, string>> = { bank: 'A bank', paypal: 'PayPal activity' };
const titles: Readonly<Record<string, string>> = { ...sourceWords, [mailSource]: 'Mails from Interac', 'paypal-search': 'PayPal' };

/** What the form sends for a file whose columns are to be described. */
export const anotherFile = 'another';

/** What a file can be: left to itself first, then every source, then what was described for one of the accounts. */
export const formatChoices = (mappings: readonly Pick<NamedMapping, 'id' | 'name'>[]): { value: string; words: string }[] => [
  { value: '', words: 'The file says it itself' },
  ...mappings.map(({ id, name }) => ({ value: id, words: name })),
  ...sources.filter((source) => source !== 'mapped').map((source) => ({ value: source, words: sourceWords[source] })),
  { value: anotherFile, words: 'Another file: I say what its columns are' },
];

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
      ...(line.vouchedBy && { vouchedBy: line.vouchedBy }),
      why: isHere ? 'It is in the books already.' : proposal.why,
      becomes,
      ...(setAside && { setAside }),
      ...(alike && { sameAs: alike.day }),
      ...(chosen === 'seen' && { isSeen: true }),
      ...(!isRecordable(line) && { mayRecord: false }),
      ...(!isHere && isRecordable(line) && lacksRate(line, books) && { becameIn: books.currency }),
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
