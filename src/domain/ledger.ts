import { type Instant, type Month, isMonth, isZone } from './calendar.js';
import { isCurrency } from './currency.js';
import type { Asked } from './asked.js';
import type { Fact, Stream } from './fact.js';
import type { Offering } from './offering.js';
import type { PledgePolicy } from './pledge.js';
import type { AdoptedRules } from './publication-books.js';
import { type PublicationRules, presetRules } from './publication-rules.js';
import { invalid, Refusal } from './refusal.js';

export const roles = ['steward', 'bookkeeper', 'approver', 'auditor'] as const;
export type Role = (typeof roles)[number];

export type LedgerFact =
  | Fact<'LedgerOpened', { slug: string; name: string; kind: 'practice'; zone: string; currency: string }>
  | Fact<'PledgePolicyAdopted', PledgePolicy>
  | Fact<'OfferingDefined', Offering>
  | Fact<'PublicationRulesAdopted', PublicationRules>
  | Fact<'PublicAddressConfirmed', { address: string }>
  | Fact<'PayersConfirmed', { period: Month; currency: string }>
  /** The first month that was ever closed; earlier ones count as closed. */
  | Fact<'ClosingBegan', { month: Month }>
  | Fact<'StewardAdded', { steward: string; role: Role }>
  | Fact<'StewardRoleChanged', { steward: string; role: Role }>
  | Fact<'StewardRemoved', { steward: string }>;

/** One practice's standing terms: what the ledger is, what it promises, what is sold, who may act. */
export interface OpenBooks {
  readonly status: 'open';
  readonly slug: string;
  readonly name: string;
  /** IANA zone in which months are reckoned. Set once. */
  readonly zone: string;
  readonly currency: string;
  readonly policies: readonly PledgePolicy[];
  readonly offerings: Readonly<Record<string, Offering>>;
  /** Every version of the publication rules, oldest first. */
  readonly rules: readonly AdoptedRules[];
  /** Host and path under which the world reads this ledger; the public log's origin for life. */
  readonly publicAddress?: { readonly host: string; readonly confirmedAt: Instant };
  /** Where the practitioner confirmed that the payments waiting came from enough different payers. */
  readonly payersConfirmed: readonly { readonly period: Month; readonly currency: string }[];
  readonly openedAt: Instant;
  /** The first month that was closed; earlier ones count as closed too. */
  readonly closedFrom?: Month;
  readonly stewards: Readonly<Record<string, Role>>;
}
export type Books = { readonly status: 'unopened' } | OpenBooks;

export function evolveBooks(books: Books, { type, data, happenedAt }: LedgerFact): Books {
  if (type === 'LedgerOpened') {
    const { slug, name, zone, currency } = data;
    return {
      status: 'open',
      slug,
      name,
      zone,
      currency,
      policies: [],
      offerings: {},
      rules: [],
      stewards: {},
      payersConfirmed: [],
      openedAt: happenedAt,
    };
  }
  const open = openBooks(books);
  switch (type) {
    case 'PledgePolicyAdopted':
      return { ...open, policies: [...open.policies, data] };
    case 'OfferingDefined':
      return { ...open, offerings: { ...open.offerings, [data.offering]: data } };
    case 'PublicationRulesAdopted':
      return { ...open, rules: [...open.rules, { adoptedAt: happenedAt, rules: data }] };
    case 'PublicAddressConfirmed':
      return { ...open, publicAddress: { host: data.address, confirmedAt: happenedAt } };
    case 'PayersConfirmed':
      return { ...open, payersConfirmed: [...open.payersConfirmed, data] };
    case 'ClosingBegan':
      return { ...open, closedFrom: data.month };
    case 'StewardAdded':
    case 'StewardRoleChanged':
      return { ...open, stewards: { ...open.stewards, [data.steward]: data.role } };
    case 'StewardRemoved': {
      const { [data.steward]: _gone, ...stewards } = open.stewards;
      return { ...open, stewards };
    }
  }
}

export const ledgerStream: Stream<Books, LedgerFact> = { name: 'ledger', unborn: { status: 'unopened' }, evolve: evolveBooks };

export function openBooks(books: Books): OpenBooks {
  if (books.status === 'unopened') throw new Refusal('ledger/not-open', 'This ledger has not been opened. Open it first.');
  return books;
}

/** By its own name only: "constructor" is no offering. */
export function offeringNamed(books: Books, name: string): Offering | undefined {
  const { offerings } = openBooks(books);
  return Object.hasOwn(offerings, name) ? offerings[name] : undefined;
}

/** Names that the host needs for itself; a ledger cannot take them. */
export const reservedSlugs: ReadonlySet<string> = new Set(
  (
    'console api docs docs-json webhooks healthz readyz metrics assets setup sign-in sign-out invitation ledgers log favicon.ico ' +
    'robots.txt well-known static public admin about help feed events verify yours promise months feedback all hide-amounts witness'
  ).split(' '),
);

const slugForm = /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/;

/** Whether a ledger could be named so; what could not need not be looked for. */
export const isSlug = (text: string): boolean => slugForm.test(text) && !reservedSlugs.has(text);

export function checkSlug(slug: string): string {
  if (!slugForm.test(slug)) {
    throw invalid('slug', 'Use 1 to 40 small letters, digits and hyphens, like "river-practice".');
  }
  if (reservedSlugs.has(slug)) throw invalid('slug', `"${slug}" is kept for the host itself. Choose another.`);
  return slug;
}

export interface LedgerOpening extends Asked {
  readonly slug: string;
  readonly name: string;
  readonly zone: string;
  readonly currency: string;
  /** Account of the first steward. */
  readonly steward: string;
}

export class OpenLedger {
  constructor(readonly input: LedgerOpening) {}
}

export function openLedger(books: Books, input: LedgerOpening, now: Instant): LedgerFact[] {
  if (books.status === 'open') throw new Refusal('ledger/already-open', 'This ledger is open already.');
  const slug = checkSlug(input.slug);
  const name = input.name.trim();
  if (!name || name.length > 120) throw invalid('name', 'Enter the name of the practice, up to 120 characters.');
  if (!isZone(input.zone)) throw invalid('zone', `"${input.zone.slice(0, 40)}" is not a time zone. Write it like America/Toronto.`);
  if (!isCurrency(input.currency))
    throw invalid('currency', `"${input.currency.slice(0, 20)}" is not a currency. Use its three letters, like CAD.`);
  return [
    { type: 'LedgerOpened', data: { slug, name, kind: 'practice', zone: input.zone, currency: input.currency }, happenedAt: now },
    { type: 'StewardAdded', data: { steward: input.steward, role: 'steward' }, happenedAt: now },
    { type: 'PublicationRulesAdopted', data: presetRules('guarded'), happenedAt: now },
  ];
}

export interface StewardChange extends Asked {
  readonly steward: string;
  /** Who invited them, where they take the role themselves. */
  readonly invitedBy?: string;
  /** Absent: the steward is removed. */
  readonly role?: Role;
}

export class ChangeSteward {
  constructor(readonly input: StewardChange) {}
}

/** Adds, changes or removes one who signs in. The last steward cannot go: somebody must hold the ledger. */
export function changeSteward(books: Books, { steward, role }: StewardChange, now: Instant): LedgerFact[] {
  const { stewards } = openBooks(books);
  const before = Object.hasOwn(stewards, steward) ? stewards[steward] : undefined;
  if (before === role) return [];
  const others = Object.entries(stewards).some(([account, held]) => account !== steward && held === 'steward');
  if (before === 'steward' && !others) {
    throw new Refusal('ledger/last-steward', 'This is the last steward. Make someone else a steward first.');
  }
  if (!role) return [{ type: 'StewardRemoved', data: { steward }, happenedAt: now }];
  return [{ type: before ? 'StewardRoleChanged' : 'StewardAdded', data: { steward, role }, happenedAt: now }];
}

export interface AddressConfirmation extends Asked {
  readonly address: string;
}

export class ConfirmPublicAddress {
  constructor(readonly input: AddressConfirmation) {}
}

/** The address becomes the log's origin for life: `host/{slug}/log`. Confirmed once; nothing is published before. */
export function confirmPublicAddress(books: Books, { address }: AddressConfirmation, now: Instant): LedgerFact[] {
  const open = openBooks(books);
  if (open.publicAddress?.host === address) return [];
  if (open.publicAddress) {
    throw new Refusal(
      'ledger/address-for-life',
      `The public address is ${open.publicAddress.host} for life. A move needs a successor log.`,
    );
  }
  if (!/^[a-z0-9](?:[a-z0-9.-]{0,200}[a-z0-9])?(?::\d{1,5})?$/.test(address)) {
    throw invalid('address', 'Enter the host alone, like "ledger.example": small letters, no https://, no path.');
  }
  return [{ type: 'PublicAddressConfirmed', data: { address }, happenedAt: now }];
}

export interface RulesAdoption extends Asked {
  readonly preset: 'guarded' | 'open';
  readonly pledgeEvery: 'monthly' | 'quarterly';
}

export class AdoptPublicationRules {
  constructor(readonly input: RulesAdoption) {}
}

/** Kept whole, words included: the log carries the hash of exactly these. */
export function adoptPublicationRules(books: Books, { preset, pledgeEvery }: RulesAdoption, now: Instant): LedgerFact[] {
  const rules = openBooks(books).rules.at(-1)?.rules;
  if (rules?.preset === preset && rules.pledgeEvery === pledgeEvery) return [];
  return [{ type: 'PublicationRulesAdopted', data: presetRules(preset, pledgeEvery), happenedAt: now }];
}

export interface PayersConfirmation extends Asked {
  readonly period: Month;
  readonly currency: string;
}

export class ConfirmPayers {
  constructor(readonly input: PayersConfirmation) {}
}

/** The practitioner's word that what waits came from at least five different payers; the ledger knows none of them. */
export function confirmPayers(books: Books, { period, currency }: PayersConfirmation, now: Instant): LedgerFact[] {
  const { payersConfirmed } = openBooks(books);
  if (!isMonth(period)) throw invalid('period', `"${String(period).slice(0, 20)}" is not a month. Write it like 2026-10.`);
  if (!isCurrency(currency)) throw invalid('currency', "Use the currency's three letters, like CAD.");
  if (payersConfirmed.some((one) => one.period === period && one.currency === currency)) return [];
  return [{ type: 'PayersConfirmed', data: { period, currency }, happenedAt: now }];
}
