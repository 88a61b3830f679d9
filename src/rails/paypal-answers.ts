import { type Money, parsePositive } from '../domain/money.js';
import type { Lost, Reply } from './paypal-transport.js';

/**
 * What became of a call. *Unknown* is no failure: it may have been done. Nothing here is for a log but `outcome`,
 * `status`, `code`, `why`, `debugId`: the rest may repeat what a person told us.
 */
export type Outcome<T> =
  | { readonly outcome: 'accepted'; readonly answer: T; readonly debugId?: string }
  | Rejected
  | { readonly outcome: 'unknown'; readonly why: Lost | 'their-fault'; readonly debugId?: string; readonly retryAfterSeconds?: number };

/** PayPal said no, in its own form. Whether nothing was created is for the reader of `code` to say. */
export interface Rejected {
  readonly outcome: 'rejected';
  readonly status: number;
  /** PayPal's: `INSUFFICIENT_FUNDS`; of the token's request `invalid_client`. */
  readonly code: string;
  readonly details: readonly { readonly field?: string; readonly issue?: string }[];
  /** There when this batch id was used before; with the first batch where PayPal names it. */
  readonly duplicateOf?: { readonly batch?: string };
  readonly debugId?: string;
  readonly retryAfterSeconds?: number;
}

export interface Batch {
  /** PayPal's id. */
  readonly batch: string;
  /** Ours, as it was sent. */
  readonly senderBatch: string;
  /** Of the batch: SUCCESS says that its payouts were looked at, not that anyone was paid. */
  readonly status: string;
}

/** What PayPal calls an item of a batch. */
export interface SentPayout {
  /** PayPal's id, which stays; the one of the money's movement changes when money comes back. */
  readonly payout: string;
  readonly batch: string;
  /** Ours, as it was sent. */
  readonly senderPayout?: string;
  /** `SUCCESS`, `UNCLAIMED`, …: as PayPal says it, also where we do not know the word. */
  readonly status: string;
  readonly amount: Money;
  readonly receiver: string;
  /** Why it did not arrive, in PayPal's word. */
  readonly errorCode?: string;
}

class Unreadable extends Error {}

const idPattern = /^[A-Za-z0-9]{4,30}$/;

/** An id that may stand in a path. What comes from outside is asked before it is used. */
export const isPayPalId = (text: unknown): text is string => typeof text === 'string' && idPattern.test(text);

export function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Unreadable();
  return value as Record<string, unknown>;
}

export function textOf(value: unknown, pattern: RegExp): string {
  if (typeof value !== 'string' || !pattern.test(value)) throw new Unreadable();
  return value;
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const textIn = (value: unknown): string | undefined => (typeof value === 'string' ? value.slice(0, 500) : undefined);

/** Parses an answer and reads it; one that is not as PayPal describes it is `unreadable`, whole. */
export function readBody<T>(body: Buffer, read: (answer: unknown) => T): T | 'unreadable' {
  let answer: unknown;
  try {
    answer = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return 'unreadable';
  }
  try {
    return read(answer);
  } catch (error) {
    if (error instanceof Unreadable) return 'unreadable';
    throw error;
  }
}

/** Every end of a call as one of three. 408 and 5xx leave open what was done; so does whatever is not in PayPal's form. */
export function outcomeOf<T>(end: Reply | Lost, read: (answer: unknown) => T): Outcome<T> {
  if (typeof end === 'string') return { outcome: 'unknown', why: end };
  const { status, body, ...kept } = end;
  if (status >= 500 || status === 408) return { outcome: 'unknown', why: 'their-fault', ...kept };
  if (status >= 400) {
    const no = readBody(body, rejectionOf);
    return no === 'unreadable' ? { outcome: 'unknown', why: 'unreadable', ...kept } : { outcome: 'rejected', status, ...no, ...kept };
  }
  const answer = status >= 200 && status < 300 ? readBody(body, (told) => ({ told: read(told) })) : 'unreadable';
  return answer === 'unreadable'
    ? { outcome: 'unknown', why: 'unreadable', ...kept }
    : { outcome: 'accepted', answer: answer.told, ...(kept.debugId && { debugId: kept.debugId }) };
}

/** The API says `name`; the token's request says `error`, as RFC 6749 has it. */
function rejectionOf(answer: unknown): Pick<Rejected, 'code' | 'details' | 'duplicateOf'> {
  const { name, error, details } = membersOf(answer);
  const code = textOf(name ?? error, /^\w{1,64}$/);
  const all = listOf(details).map(membersOf);
  const used = code === 'USER_BUSINESS_ERROR' ? all.find(({ field }) => /\bsender_batch_id$/i.test(String(field))) : undefined;
  return {
    code,
    details: all.map(({ field, issue }) => ({ field: textIn(field), issue: textIn(issue) })),
    ...(used && { duplicateOf: firstBatch(used) }),
  };
}

/** Of the link only the id is taken; where it leads is ours to say. */
function firstBatch({ link, links }: Readonly<Record<string, unknown>>): { readonly batch?: string } {
  const batch = [...listOf(link), ...listOf(links)]
    .map((one) => /\/v1\/payments\/payouts\/(\w+)$/.exec(String(membersOf(one).href))?.[1])
    .find(isPayPalId);
  return batch ? { batch } : {};
}

const statusPattern = /^[0-9A-Z_]{1,36}$/;

export function batchOf(answer: unknown): Batch {
  const header = membersOf(membersOf(answer).batch_header);
  return {
    batch: textOf(header.payout_batch_id, idPattern),
    senderBatch: textOf(membersOf(header.sender_batch_header).sender_batch_id, /^.{1,256}$/su),
    status: textOf(header.batch_status, statusPattern),
  };
}

export function batchWithPayouts(answer: unknown): Batch & { readonly payouts: readonly SentPayout[] } {
  return { ...batchOf(answer), payouts: listOf(membersOf(answer).items).map(sentPayout) };
}

export function sentPayout(answer: unknown): SentPayout {
  const told = membersOf(answer);
  const asked = membersOf(told.payout_item);
  const errorCode = told.errors === undefined ? undefined : textOf(membersOf(told.errors).name, /^\w{1,64}$/);
  return {
    payout: textOf(told.payout_item_id, idPattern),
    batch: textOf(told.payout_batch_id, idPattern),
    senderPayout: textIn(asked.sender_item_id),
    status: textOf(told.transaction_status, statusPattern),
    amount: amountOf(asked.amount),
    receiver: textOf(asked.receiver, /^.{1,127}$/su),
    ...(errorCode && { errorCode }),
  };
}

function amountOf(value: unknown): Money {
  const amount = membersOf(value);
  try {
    return parsePositive(amount.value, amount.currency);
  } catch {
    throw new Unreadable();
  }
}

/** The answer, if it is about what was asked; about anything else it is none. */
export function about<T>(isAbout: (answer: T) => boolean, read: (answer: unknown) => T): (answer: unknown) => T {
  return (answer) => {
    const told = read(answer);
    if (!isAbout(told)) throw new Unreadable();
    return told;
  };
}
