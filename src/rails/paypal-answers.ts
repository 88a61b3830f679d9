import { type Money, parseAmount, parsePositive } from '../domain/money.js';
import { type SentBatch, type SentPayout, payPalStandingOf } from '../domain/paypal-payout.js';
import type { End, Lost } from './paypal-transport.js';

/**
 * What became of a call. *Unknown* is no failure: it may have been done. Nothing here is for a log but `outcome`,
 * `status`, `code`, `why`, `debugId`: the rest may repeat what a person told us.
 */
export type Outcome<T> = { readonly outcome: 'accepted'; readonly answer: T; readonly debugId?: string } | Rejected | Unknown;

interface NotAccepted {
  readonly debugId?: string;
  readonly retryAfterSeconds?: number;
  /** The request itself never left: there was no connection, or no token for it. */
  readonly isUnsent?: true;
}

export interface Unknown extends NotAccepted {
  readonly outcome: 'unknown';
  readonly why: Lost | 'their-fault';
}

/** PayPal said no, in its own form. Whether nothing was created is for the reader of `code` to say. */
export interface Rejected extends NotAccepted {
  readonly outcome: 'rejected';
  readonly status: number;
  /** PayPal's: `INSUFFICIENT_FUNDS`; of the token's request `invalid_client`. */
  readonly code: string;
  readonly details: readonly { readonly field?: string; readonly issue?: string }[];
  /** There when this batch id was used before; with the first batch where PayPal names it. */
  readonly duplicateOf?: { readonly batch?: string };
}

/** What is told when a batch was taken up: of the payout in it nothing yet. */
export type Batch = Omit<SentBatch, 'payouts'>;

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
export function outcomeOf<T>(end: End, read: (answer: unknown) => T): Outcome<T> {
  if (typeof end === 'string') return { outcome: 'unknown', why: end };
  if ('unsent' in end) return { ...outcomeOf(end.unsent, read), isUnsent: true } as Outcome<T>;
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

export function batchWithPayouts(answer: unknown): SentBatch {
  return { ...batchOf(answer), payouts: listOf(membersOf(answer).items).map(sentPayout) };
}

/** Where, how much and how it stands has to be readable. What only adds to it is left out where it is not. */
export function sentPayout(answer: unknown): SentPayout {
  const told = membersOf(answer);
  const asked = membersOf(told.payout_item);
  const status = told.transaction_status === undefined ? '' : textOf(told.transaction_status, statusPattern);
  return {
    payout: textOf(told.payout_item_id, idPattern),
    batch: textOf(told.payout_batch_id, idPattern),
    senderBatch: textIn(told.sender_batch_id),
    senderPayout: textIn(asked.sender_item_id),
    status,
    standing: payPalStandingOf(status),
    amount: amountOf(asked.amount, parsePositive),
    receiver: textOf(asked.receiver, /^.{1,127}$/su),
    fee: readable(() => amountOf(told.payout_item_fee, parseAmount)),
    movement: readable(() => textOf(told.transaction_id, idPattern)),
    errorCode: readable(() => textOf(membersOf(told.errors).name, /^\w{1,64}$/)),
  };
}

/** PayPal may write `9.870`, or `1200.0` of a currency without decimals; and the currency under one of two names. */
export function amountOf(value: unknown, parse: (amount: unknown, currency: unknown) => Money): Money {
  const { value: amount, currency, currency_code: code = currency } = membersOf(value);
  const written = typeof amount === 'string' ? amount.replace(/\.0+$|(\.\d*?[1-9])0+$/, '$1') : amount;
  try {
    return parse(written, code);
  } catch {
    throw new Unreadable();
  }
}

/** What was read, or nothing where it is not as PayPal describes it. */
export function readable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Unreadable) return undefined;
    throw error;
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
