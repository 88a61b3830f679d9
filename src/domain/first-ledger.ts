import type { Asked } from './asked.js';
import type { Instant } from './calendar.js';
import { type Books, type LedgerFact, type LedgerOpening, evolveBooks, openLedger } from './ledger.js';
import { type Offering, defineOffering } from './offering.js';
import { type PolicyAdoption, adoptPledgePolicy } from './pledge.js';

/** All with which a practice begins. */
export interface Beginning extends Asked {
  readonly opening: Omit<LedgerOpening, keyof Asked>;
  readonly promise: Omit<PolicyAdoption, keyof Asked>;
  readonly offerings: readonly Offering[];
}

/** The ledger, its promise and what is sold, in one breath: a practice never stands half begun. */
export function beginPractice(books: Books, { opening, promise, offerings, ...asked }: Beginning, now: Instant): LedgerFact[] {
  const opened = openLedger(books, { ...asked, ...opening }, now);
  const open = opened.reduce(evolveBooks, books);
  return [
    ...opened,
    ...adoptPledgePolicy(open, { ...asked, ...promise }, now),
    ...offerings.flatMap((offering) => defineOffering(open, { ...asked, ...offering }, now)),
  ];
}
