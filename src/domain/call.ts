import type { Asked } from './asked.js';
import { type Day, type Instant, isDay } from './calendar.js';
import type { Fact, Stream } from './fact.js';
import { type Money, isPositive } from './money.js';
import { payPalReceiver } from './paypal-body.js';
import { invalid, Refusal } from './refusal.js';
import type { Sealed } from './sealed.js';

/** How a person can be sent money by hand; the steward does it in her bank's or PayPal's own app. */
export const manualRails = ['interac', 'paypal-personal', 'venmo', 'cashapp', 'cheque', 'cash', 'other'] as const;
export type ManualRail = (typeof manualRails)[number];

/** Every way on which money can go: by hand, or by this program over PayPal's API. */
export const rails = [...manualRails, 'paypal'] as const;
export type RailName = (typeof rails)[number];

export const platforms = [
  'instagram',
  'twitter',
  'bluesky',
  'mastodon',
  'facebook',
  'tiktok',
  'threads',
  'tumblr',
  'gofundme',
  'other',
] as const;
export type Platform = (typeof platforms)[number];

const hosts: readonly (readonly [RegExp, Platform])[] = [
  [/(^|\.)instagram\.com$/, 'instagram'],
  [/(^|\.)(twitter|x)\.com$/, 'twitter'],
  [/(^|\.)bsky\.app$/, 'bluesky'],
  [/(^|\.)facebook\.com$/, 'facebook'],
  [/(^|\.)tiktok\.com$/, 'tiktok'],
  [/(^|\.)threads\.(net|com)$/, 'threads'],
  [/(^|\.)tumblr\.com$/, 'tumblr'],
  [/(^|\.)gofundme\.com$/, 'gofundme'],
  [/(^|\.)mastodon\.[a-z]+$/, 'mastodon'],
];

/** Told from the link's host alone; nothing is ever fetched from the person's page. */
export function platformOf(link: string): Platform {
  const host = URL.canParse(link) ? new URL(link).hostname.toLowerCase() : '';
  return hosts.find(([pattern]) => pattern.test(host))?.[1] ?? 'other';
}

/**
 * A person's call for mutual aid, as the steward noted it. There is no field for identity, need, story or remarks:
 * the ledger watches the money and the steward, never the person.
 */
export interface LoggedCall {
  readonly call: string;
  /** Two random words, so that the board can be open on a shared screen. */
  readonly name: string;
  readonly platform: Platform;
  /** If the person gave an amount. */
  readonly asked?: Money;
  /** If the person gave a day. */
  readonly neededBy?: Day;
  /** The steward's word that the call fits the promise. No category is kept. */
  readonly fitsThePromise: true;
  /** Under the call's own key. */
  readonly link?: Sealed;
  /** Who made it, under the call's own key, which erasing the person destroys: then no list of their calls exists. */
  readonly person: Sealed;
}

/** What a person may agree to, each by itself: to keep a receipt of their part of the public log; that their acknowledgement is counted. */
export const consents = ['receipt', 'acknowledgement'] as const;
export type Consent = (typeof consents)[number];

export type CallFact =
  | Fact<'CallLogged', LoggedCall>
  | Fact<'CallRechecked', { call: string; stillOpen: boolean }>
  | Fact<'CallClosed', { call: string; reason: 'answered' | 'answered-elsewhere' | 'not-this-time' }>
  | Fact<'CallWithdrawn', { call: string }>
  | Fact<'ConsentGiven', { call: string; consent: Consent }>
  | Fact<'ConsentWithdrawn', { call: string; consent: Consent }>;

export type Call =
  | { readonly status: 'unknown' }
  | {
      readonly status: 'open' | 'closed' | 'withdrawn';
      readonly logged: LoggedCall;
      /** What the person agreed to and did not take back; absent before the first time. */
      readonly consents?: readonly Consent[];
    };

export function evolveCall(call: Call, { type, data }: CallFact): Call {
  if (type === 'CallLogged') return { status: 'open', logged: data };
  if (call.status === 'unknown') throw new Error(`${type} on a call that was never logged.`);
  switch (type) {
    case 'CallRechecked':
      return data.stillOpen ? call : { ...call, status: 'closed' };
    case 'CallClosed':
      return { ...call, status: 'closed' };
    case 'CallWithdrawn':
      return { ...call, status: 'withdrawn', consents: [] };
    case 'ConsentGiven':
      return { ...call, consents: [...consentsOf(call), data.consent] };
    case 'ConsentWithdrawn':
      return { ...call, consents: consentsOf(call).filter((consent) => consent !== data.consent) };
  }
}

/** What the person behind the call agreed to, as things stand. */
export const consentsOf = (call: Call): readonly Consent[] => (call.status === 'unknown' ? [] : (call.consents ?? []));

export const callStream = (call: string): Stream<Call, CallFact> => ({
  name: `call/${call}`,
  unborn: { status: 'unknown' },
  evolve: evolveCall,
});

/** The person behind one or more calls. How to pay them is sealed; each revision has its own version. */
export type RecipientFact =
  | Fact<'RecipientKnown', { recipient: string; addressVersion: number; rail: RailName; address: Sealed; name?: Sealed }>
  | Fact<'RecipientErased', { recipient: string }>;

/** Where money reaches a person, and the name for the transfer where one is asked for. */
export interface WayToPay {
  readonly address: Sealed;
  readonly name?: Sealed;
}

export type Recipient =
  | { readonly status: 'unknown' }
  | {
      readonly status: 'known';
      readonly rail: RailName /** Every version in turn: an opened card keeps the one it was approved with. */;
      readonly addresses: readonly WayToPay[];
    }
  /** The ways are kept until what was begun before has ended; then their key is gone. */
  | { readonly status: 'erased'; readonly addresses?: readonly WayToPay[] };

export const recipientStream = (recipient: string): Stream<Recipient, RecipientFact> => ({
  name: `recipient/${recipient}`,
  unborn: { status: 'unknown' },
  evolve: evolveRecipient,
});

export function evolveRecipient(recipient: Recipient, { type, data }: RecipientFact): Recipient {
  switch (type) {
    case 'RecipientErased':
      return { status: 'erased', ...(recipient.status === 'known' && { addresses: recipient.addresses }) };
    case 'RecipientKnown': {
      const before = recipient.status === 'known' ? recipient.addresses : [];
      return { status: 'known', rail: data.rail, addresses: [...before, { address: data.address, ...(data.name && { name: data.name }) }] };
    }
  }
}

/** How many times the way to pay a person was noted; an approval covers one of them. */
export const addressVersionOf = (recipient: Recipient): number => (recipient.status === 'known' ? recipient.addresses.length : 0);

export interface CallEntry extends Asked {
  readonly link?: string;
  readonly asked?: Money;
  readonly neededBy?: Day;
  readonly rail: RailName;
  /** Where money reaches the person on that rail: an e-mail address, a phone number, a tag. */
  readonly address: string;
  readonly fitsThePromise: boolean;
  /** Name for the transfer, where the rail asks for one. */
  readonly payee?: string;
  /** An earlier call of the same person; absent for someone new. */
  readonly earlier?: string;
  /** The answer to whether it is the person of an earlier call: false before it was asked; absent where nobody is there to ask. */
  readonly someoneElse?: boolean;
  /** The two words shown when the form was opened; made by the shell when none are given. */
  readonly name?: string;
}

export class LogCall {
  constructor(readonly input: CallEntry) {}
}

/** What the shell made before the command: ids, the two words, and everything personal under its key. */
export interface PreparedCall {
  readonly call: string;
  readonly recipient: string;
  readonly name: string;
  readonly link?: Sealed;
  readonly person: Sealed;
  readonly address: Sealed;
  readonly payee?: Sealed;
  /** The version of how to pay them that says the very same. While it is the last one nothing is revised, and what was approved stands. */
  readonly sameAsVersion?: number;
  /** The two words of an earlier call from the same address or handle, where there is one. */
  readonly like?: string;
}

export function logCall(
  recipient: Recipient,
  input: CallEntry,
  made: PreparedCall,
  now: Instant,
): { call: CallFact[]; recipient: RecipientFact[] } {
  if (!input.fitsThePromise) throw invalid('fitsThePromise', 'Say that the call fits the promise, or leave it out of this ledger.');
  if (recipient.status === 'erased')
    throw new Refusal('recipient/erased', 'This person asked to be forgotten. Note the call as someone new if they wrote again.');
  if (made.like && input.someoneElse === false && !input.earlier) throw invalid('earlier', sameOrNot(made.like));
  if (input.asked && !isPositive(input.asked)) throw invalid('asked', 'Enter the amount they gave, or leave it empty.');
  if (!input.address.trim()) throw invalid('address', 'Enter where the money reaches the person.');
  if (!/^[a-z]+-[a-z]+$/.test(made.name)) throw invalid('name', 'A call is filed under two plain words, like "river-stone".');
  if (input.rail === 'paypal') payPalReceiver(input.address);
  if (input.neededBy && !isDay(input.neededBy)) throw invalid('neededBy', `${input.neededBy} is not in the calendar. Check the day.`);
  const logged: LoggedCall = {
    call: made.call,
    name: made.name,
    platform: platformOf(input.link ?? ''),
    fitsThePromise: true,
    person: made.person,
    ...(input.asked && { asked: input.asked }),
    ...(input.neededBy && { neededBy: input.neededBy }),
    ...(made.link && { link: made.link }),
  };
  const known: RecipientFact = {
    type: 'RecipientKnown',
    happenedAt: now,
    data: {
      recipient: made.recipient,
      rail: input.rail,
      address: made.address,
      ...(made.payee && { name: made.payee }),
      addressVersion: addressVersionOf(recipient) + 1,
    },
  };
  return {
    call: [{ type: 'CallLogged', data: logged, happenedAt: now }],
    recipient: made.sameAsVersion === addressVersionOf(recipient) ? [] : [known],
  };
}

/** Proposed, never taken for granted: two people can share an address. */
const sameOrNot = (name: string): string =>
  `${name} came from the same address or handle. Choose it if it is the same person, or say that it is someone else.`;

export interface CallChange extends Asked {
  readonly call: string;
  readonly reason: 'answered' | 'answered-elsewhere' | 'not-this-time';
}

export class CloseCall {
  constructor(readonly input: CallChange) {}
}

/** Put away: nothing is asked, nothing is judged. */
export function closeCall(call: Call, { call: id, reason }: CallChange, now: Instant): CallFact[] {
  if (call.status === 'unknown') throw new Refusal('call/unknown', 'There is no such call in this ledger.');
  if (call.status !== 'open') return [];
  return [{ type: 'CallClosed', data: { call: id, reason }, happenedAt: now }];
}

export interface CallRecheck extends Asked {
  readonly call: string;
  readonly stillOpen: boolean;
}

export class RecheckCall {
  constructor(readonly input: CallRecheck) {}
}

/** "Is it still open?" Looked at by the steward, in her own browser, before money is sent. */
export function recheckCall(call: Call, { call: id, stillOpen }: CallRecheck, now: Instant): CallFact[] {
  if (call.status === 'unknown') throw new Refusal('call/unknown', 'There is no such call in this ledger.');
  if (call.status !== 'open') {
    if (!stillOpen) return [];
    throw new Refusal('call/not-open', 'This call is put away. Note it again if the person makes it again.');
  }
  return [{ type: 'CallRechecked', data: { call: id, stillOpen }, happenedAt: now }];
}

export interface CallWithdrawal extends Asked {
  readonly call: string;
}

export class WithdrawCall {
  constructor(readonly input: CallWithdrawal) {}
}

/** The person took it back. What they agreed to ends with it. */
export function withdrawCall(call: Call, { call: id }: CallWithdrawal, now: Instant): CallFact[] {
  if (call.status === 'unknown') throw new Refusal('call/unknown', 'There is no such call in this ledger.');
  if (call.status === 'withdrawn') return [];
  return [{ type: 'CallWithdrawn', data: { call: id }, happenedAt: now }];
}
