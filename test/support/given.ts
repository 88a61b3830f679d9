import type { Recipient } from '../../src/domain/call.js';
import { type Books, type LedgerFact, evolveBooks, ledgerStream, openLedger } from '../../src/domain/ledger.js';
import { type Money, fromJson } from '../../src/domain/money.js';
import type { RecordedObservation } from '../../src/domain/observation.js';
import { type Offering, defineOffering } from '../../src/domain/offering.js';
import type { TaxTreatment } from '../../src/domain/tax.js';
import { type PolicyAdoption, adoptPledgePolicy } from '../../src/domain/pledge.js';
import { InvalidInput, Refusal } from '../../src/domain/refusal.js';
import type { Sealed } from '../../src/domain/sealed.js';

/** What domain specs begin from: books made by the real decisions, said in the words of the practice. */

/** `'200.00 CAD'` as money; signs allowed, because a spec also speaks of differences. */
export function cash(text: string): Money {
  const [amount = '', currency = ''] = text.split(' ');
  return fromJson({ amount, currency });
}

export const asked = { ledger: '01990000-0000-7000-8000-000000000001', by: 'account:ava', request: '01990000-0000-7000-8000-0000000000ff' };
export const openedAt = '2026-01-05T15:00:00.000Z';

export const gst: TaxTreatment = { treatment: 'taxable', rateBp: 500 };
export const offerings: readonly Offering[] = [
  {
    offering: 'ces-50',
    name: 'Co-envisioning, 50 minutes',
    tax: gst,
    insidePledge: true,
    bands: { lower: { from: cash('150.00 CAD'), to: cash('200.00 CAD') }, upper: { from: cash('200.00 CAD'), to: cash('250.00 CAD') } },
  },
  {
    offering: 'ces-75',
    name: 'Co-envisioning, 75 minutes',
    tax: gst,
    insidePledge: true,
    bands: { lower: { from: cash('220.00 CAD'), to: cash('280.00 CAD') }, upper: { from: cash('280.00 CAD'), to: cash('350.00 CAD') } },
  },
  { offering: 'group', name: 'Group', tax: gst, insidePledge: true },
  { offering: 'counselling-reduced', name: 'Reduced-rate counselling', tax: { treatment: 'exempt' }, insidePledge: false },
];

export const promise: PolicyAdoption = {
  ...asked,
  shareBp: 2000,
  base: 'gross',
  currencyRule: 'home',
  startsOn: '2026-01-01',
  words: 'A fifth of what people pay is redistributed.',
};

export const unopened: Books = ledgerStream.unborn;
export const foldBooks = (facts: readonly LedgerFact[], before: Books = unopened): Books => facts.reduce(evolveBooks, before);

/** An open practice in Toronto with its offerings, and no promise yet. */
export function practice(zone = 'America/Toronto', currency = 'CAD'): Books {
  const opened = foldBooks(
    openLedger(unopened, { ...asked, slug: 'river', name: 'River practice', zone, currency, steward: 'ava' }, openedAt),
  );
  return offerings.reduce((books, offering) => foldBooks(defineOffering(books, { ...asked, ...offering }, openedAt), books), opened);
}

/** The same practice, promising 20 % of gross from January 2026 unless said otherwise. */
export const promising = (more: Partial<PolicyAdoption> = {}, books = practice()): Books =>
  foldBooks(adoptPledgePolicy(books, { ...promise, ...more }, openedAt), books);

/** A sealed field as it stands in events; nothing here ever opens it. */
export const sealed = (subject = '01990000-0000-7000-8000-000000000002'): Sealed => ({
  sealed: 'v1',
  subject,
  field: 'ICEiIyQlJicoKSorLC0uLw',
  nonce: 'MDEyMzQ1Njc4OTo7',
  box: '0kNQgIwXK25aX-vCfetZ6JwnT1fDPkQFJ75RTOizfj5DYAxkLMCbp64kEkl6xtMtrkxdSSuxxSetQGFUQEhR9IrobBsJpUUW6WmeLnq75Cg',
});

export const knownPerson: Recipient = { status: 'known', rail: 'interac', addresses: [{ address: sealed() }] };

/** How an act was refused: the refusal's code, the fields at fault, or undefined where it was not. */
export function refusalOf(act: () => unknown): string | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    if (error instanceof InvalidInput) return error.faults.map(({ field }) => field).join(' ');
    throw error;
  }
}

/** A line of the bank's file, of money that came in. */
export const lineOf = (amount: string, more: Partial<RecordedObservation> = {}): RecordedObservation => ({
  ...{ observation: 'o1', account: 'a1', source: 'rbc-chequing', day: '2026-10-04' },
  ...{ amount: cash(amount), method: 'interac', reading: 'money-in', text: sealed() },
  ...more,
});
