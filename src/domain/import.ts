import type { Asked } from './asked.js';
import type { Money } from './money.js';
import type { Verdict } from './observation.js';
import type { ObservedLine } from './observed.js';
import type { Method } from './payment.js';
import { type Offering, oddAmount } from './offering.js';

/** What the person said of one line of the preview, by the line's number in the file. */
export interface LineVerdict {
  readonly line: number;
  readonly verdict: Verdict;
  /** What a foreign payment became in the home currency, where the file does not say. */
  readonly settled?: { readonly amount: Money; readonly source: string };
}

export interface ImportConfirmation extends Asked {
  readonly import: string;
  readonly verdicts: readonly LineVerdict[];
  /** The line of the file from which on nothing was shown: of those, what is no income is put aside, and all else waits. */
  readonly unseenFrom?: number;
}

export class ConfirmImport {
  constructor(readonly input: ImportConfirmation) {}
}

/** What a line becomes of which nothing was said: what is proposed. Only that it is the same money as a payment, somebody has to say. */
export const unsaid = ({ verdict }: LineProposal): Verdict => (verdict.becomes === 'evidence' ? { becomes: 'to-review' } : verdict);

/**
 * What a line becomes where nobody looks at it: what is no income is put aside as proposed, all else waits for a person.
 * @param recordsPayments true where somebody said beforehand that proposed payments may be recorded; nothing is ever matched so
 */
export function unasked(reading: ObservedLine['reading'], { verdict }: LineProposal, recordsPayments = false): Verdict {
  const isAside = reading === 'not-income' || reading === 'money-out';
  return isAside || (recordsPayments && verdict.becomes === 'payment') ? verdict : { becomes: 'to-review' };
}

/** A payment in the books that a line may be evidence for: nothing merges silently, so it is only proposed. */
export interface AlikePayment {
  readonly payment: string;
  readonly day: string;
  /** True on the same day by the same method: then it is chosen beforehand. */
  readonly isLikely: boolean;
}

/** What a line will become unless the person says otherwise, and why. */
export interface LineProposal {
  readonly verdict: Verdict;
  readonly why: string;
}

/** Another line of the same account that carries the source's same number. */
export interface SameMovement {
  readonly day: string;
  readonly isSameAmount: boolean;
}

/** A line whose number came in before, on another day or with another amount, is never a second payment by itself. */
export function proposalForSeen({ day, isSameAmount }: SameMovement): LineProposal {
  if (isSameAmount) {
    return {
      verdict: { becomes: 'dismissed', reason: 'seen-elsewhere' },
      why: `A line of ${day} carries the same number: it is the same money.`,
    };
  }
  const why = `A line of ${day} carries the same number, with another amount. It may be the same money: look at both.`;
  return { verdict: { becomes: 'to-review' }, why };
}

/** A line that another kind of file of the same account may have brought in already is recorded by nobody but a person. */
export const proposalForTwin = (proposal: LineProposal): LineProposal =>
  proposal.verdict.becomes !== 'payment'
    ? proposal
    : {
        verdict: { becomes: 'to-review' },
        why: 'A line of this day and amount came in by another kind of file of this account. It may be the same money: look at both.',
      };

/** What a proposal is made of. */
export type Proposable = Pick<ObservedLine, 'reading' | 'why' | 'amount' | 'settled'> & { readonly method: Method };

export function proposalFor(line: Proposable, offerings: readonly Offering[], alike: AlikePayment | undefined, home: string): LineProposal {
  const { why } = line;
  switch (line.reading) {
    case 'money-out':
      return { verdict: { becomes: 'dismissed', reason: 'outside-this-ledger' }, why };
    case 'not-income':
      return { verdict: { becomes: 'dismissed', reason: 'not-income' }, why };
    case 'refunded':
      return {
        verdict: { becomes: 'to-review' },
        why: `${why} Find its payment under Money in and say there that money went back; then put this line aside.`,
      };
    case 'pending':
    case 'unknown':
      return { verdict: { becomes: 'to-review' }, why };
    case 'money-in':
      return proposalForMoneyIn(line, offerings, alike, home);
  }
}

function proposalForMoneyIn(line: Proposable, offerings: readonly Offering[], alike: AlikePayment | undefined, home: string): LineProposal {
  if (alike) {
    const why = `A payment of the same amount is recorded for ${alike.day}. This line may be the same money. If it is another one, choose an offering.`;
    return { verdict: alike.isLikely ? { becomes: 'evidence', payment: alike.payment } : { becomes: 'to-review' }, why };
  }
  if (line.amount.currency !== home && !line.settled) {
    return { verdict: { becomes: 'to-review' }, why: `The file does not say what it became in ${home}. It waits until you do.` };
  }
  const inHome = line.settled?.amount ?? line.amount;
  const fitting = offerings.filter((offering) => offering.bands && !oddAmount(offering, inHome));
  const [guess] = fitting;
  if (offerings.length === 0) return { verdict: { becomes: 'to-review' }, why: 'No offering is defined yet. Define one, then record it.' };
  if (!guess)
    return { verdict: { becomes: 'to-review' }, why: `${line.why} It is not a usual amount for what you offer: look what it was for.` };
  if (line.method === 'other') return { verdict: { becomes: 'to-review' }, why: `${line.why} Look what it was for.` };
  return {
    verdict: { becomes: 'payment', offering: guess.offering },
    why: fitting.length === 1 ? `${line.why} The amount is usual for ${guess.name}.` : `${line.why} Check the offering.`,
  };
}
