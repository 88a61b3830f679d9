import type { OpenBooks } from '../domain/ledger.js';
import type { NamedMapping } from '../domain/mapping.js';
import { mailSource } from '../domain/mail.js';
import { type ImportOutcome, leftForReview } from '../domain/import-outcome.js';
import { type Money, nothing, taxInsideHalfUp } from '../domain/money.js';
import type { AccountKind, Verdict } from '../domain/observation.js';
import { obligationOf, pledgeInForce } from '../domain/pledge.js';
import { sourceWords, sources } from '../domain/observed.js';
import type { Preview, PreviewLine as Previewed, ShownPreview } from '../reconciliation/import-preview.queries.js';
import { dayInWords } from '../web/days.js';
import { chosenFor, isRecordable, lacksRate } from './line-verdicts.js';
import type { ImportDone } from './pages/import-done.js';
import type { PreviewLine } from './pages/import-preview.js';

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
export const sourceInWords = ({ draft, days: [from, through] }: ShownPreview): string =>
  `${titles[draft.source] ?? draft.source}, ${dayInWords(from)} to ${dayInWords(through)}`;

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
      ...(alike && !isHere && { sameAs: alike }),
      ...(chosen.is === 'seen' && { isSeen: true }),
      ...(!isRecordable(line) && { mayRecord: false }),
      ...(!isHere && isRecordable(line) && lacksRate(line, books) && { becameIn: books.currency }),
      ...(becomes === 'new' || becomes === 'look' ? { chosen } : {}),
    };
  });

function becomesFor(reading: Previewed['line']['reading'], { becomes }: Verdict): PreviewLine['becomes'] {
  if (reading === 'money-out' || reading === 'not-income') return 'aside';
  return becomes === 'payment' ? 'new' : 'look';
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

export const importDone = (outcome: ImportOutcome): Omit<ImportDone, 'frame' | 'source'> => ({
  recorded: outcome.payments,
  received: outcome.received,
  setAside: outcome.setAside,
  dismissed: outcome.dismissed,
  leftOut: leftForReview(outcome),
});
