import { exponentOf } from './currency.js';
import { type Money, formatAmount, isPositive, parsePositive } from './money.js';
import type { PayPalPayoutRequest, SentBatch, SentPayout } from './paypal-payout.js';
import { Refusal } from './refusal.js';

/**
 * What PayPal's payouts pay in, as its public list has them, but for those that only accounts of one country hold: BRL, CNY,
 * MYR, RUB. Three take no decimals at PayPal, whatever ISO 4217 says.
 */
const currencies = 'AUD CAD CHF CZK DKK EUR GBP HKD HUF ILS JPY MXN NOK NZD PHP PLN SEK SGD THB TWD USD'.split(' ');
const withoutDecimals = ['HUF', 'JPY', 'TWD'];

export const isPaidByPayPal = (currency: string): boolean => currencies.includes(currency);

export interface PayPalPayoutAsked {
  /** Our id of the payout, which every attempt carries. */
  readonly payout: string;
  /** From 1; each attempt is a batch of its own for PayPal. */
  readonly attempt: number;
  /** The e-mail address of the person's PayPal account. */
  readonly receiver: string;
  /** In the currency the person receives. */
  readonly amount: Money;
  /** In PayPal's mail to the person: neutral, and without a name. */
  readonly note: string;
}

export const senderBatchOf = (payout: string, attempt: number): string => `${payout}-a${attempt}`;

/** Our id of the payout in a batch id of ours; undefined in any other. */
export const payoutInSenderBatch = (senderBatch: string): string | undefined => /^([\w-]{1,63})-a[1-9]\d{0,8}$/.exec(senderBatch)?.[1];

/**
 * The request for one payout, written once and kept: no name, no reason, nothing but where, how much, the note and our ids.
 * @throws Refusal where PayPal's API cannot pay this
 */
export function payPalRequest({ payout, attempt, receiver, amount, note }: PayPalPayoutAsked): PayPalPayoutRequest {
  if (!/^[\w-]{1,63}$/.test(payout)) throw new RangeError('That is no id of a payout.');
  if (!Number.isSafeInteger(attempt) || attempt < 1) throw new RangeError('Attempts are counted from 1.');
  const senderBatch = senderBatchOf(payout, attempt);
  const line = {
    recipient_type: 'EMAIL',
    amount: { value: payPalValue(amount), currency: amount.currency },
    note: neutralNote(note),
    receiver: payPalReceiver(receiver),
    sender_item_id: payout,
  };
  return { senderBatch, body: JSON.stringify({ sender_batch_header: { sender_batch_id: senderBatch }, items: [line] }) };
}

/** `40.00`, or `1200` where PayPal takes no decimals. */
export function payPalValue(amount: Money): string {
  const { currency, minor } = amount;
  if (!isPaidByPayPal(currency))
    throw new Refusal(
      'payout/currency-not-paid-by-paypal',
      `PayPal’s API does not pay ${currency}. Send this one by hand, on another rail.`,
    );
  if (!isPositive(amount)) throw new Refusal('payout/amount-not-positive', 'A payout must be more than zero.');
  if (!withoutDecimals.includes(currency)) return formatAmount(amount);
  const one = 10n ** BigInt(exponentOf(currency));
  if (minor % one !== 0n)
    throw new Refusal('payout/no-decimals-at-paypal', `PayPal pays ${currency} without decimals. Enter a whole amount, like 1200.`);
  return (minor / one).toString();
}

/** Kept to one form of an address, so that what PayPal reads back can be compared letter by letter. */
const emailAddress =
  /^[!#-'*+\-/-9=?A-Z^-~]+(?:\.[!#-'*+\-/-9=?A-Z^-~]+)*@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}$/;

/** The receiver as PayPal's API takes it. A link or a tag belongs to a person’s own app, which the API cannot reach. */
export function payPalReceiver(address: string): string {
  const receiver = address.trim();
  if (/^(?:https?:\/\/)?(?:www\.)?paypal(?:\.me\b|\.com\/paypalme\b)/i.test(receiver))
    throw new Refusal(
      'payout/paypal-me-link',
      'PayPal’s API cannot pay a paypal.me link. Ask for the e-mail address of the account, or send it by hand.',
    );
  if (/^[$@]/.test(receiver))
    throw new Refusal(
      'payout/not-a-paypal-address',
      'This is a tag of another app. PayPal’s API needs the e-mail address of a PayPal account; or send it by hand.',
    );
  if (receiver.length > 127 || !emailAddress.test(receiver))
    throw new Refusal('payout/not-a-paypal-address', 'PayPal’s API needs the e-mail address of a PayPal account, like ines@example.org.');
  return receiver;
}

const longestNote = 4000;

/** Printable ASCII: PayPal takes 4000 of those, but cuts other letters at 1000, and counts them in its own way. */
function neutralNote(note: string): string {
  if (!/^[ -~]*$/.test(note))
    throw new Refusal(
      'payout/note-not-plain',
      'PayPal’s note takes plain letters, digits and punctuation only. Leave out accents, emoji and line breaks.',
    );
  if (note.length > longestNote)
    throw new Refusal('payout/note-too-long', `PayPal’s note takes ${longestNote} letters, this one has ${note.length}. Shorten it.`);
  return note;
}

/** In what a payout that PayPal reads back differs from the one that was asked for. */
export type Difference = 'batch' | 'how-many' | 'payout' | 'receiver' | 'currency' | 'amount';

/**
 * All differences between a batch found at PayPal and the request it is to be adopted for; none means that it is ours. Of
 * the amount the value counts, not how it is written: `40.1` is 40.10.
 */
export function differencesFrom(request: PayPalPayoutRequest, { senderBatch, payouts }: SentBatch): Difference[] {
  const [found] = payouts;
  const first: Difference[] = senderBatch === request.senderBatch ? [] : ['batch'];
  if (!found || payouts.length !== 1) return [...first, 'how-many'];
  return [...new Set([...first, ...payoutDifferences(request, found)])];
}

/** The same for one payout that was read alone. Where PayPal tells the batch id, it has to be ours. */
export function payoutDifferences(request: PayPalPayoutRequest, found: SentPayout): Difference[] {
  const asked = askedIn(request.body);
  const isSame: Record<Difference, boolean> = {
    batch: found.senderBatch === undefined || found.senderBatch === request.senderBatch,
    'how-many': true,
    payout: found.senderPayout === asked.payout,
    receiver: found.receiver === asked.receiver,
    currency: found.amount.currency === asked.amount.currency,
    amount: found.amount.minor === asked.amount.minor,
  };
  return (Object.keys(isSame) as Difference[]).filter((each) => !isSame[each]);
}

/** Reads what `payPalRequest` wrote, and nothing else. */
function askedIn(body: string): Pick<PayPalPayoutAsked, 'payout' | 'receiver' | 'amount'> {
  const { items: lines } = JSON.parse(body) as Readonly<Record<string, [Readonly<Record<string, unknown>>]>>;
  const [line] = lines!;
  const { value, currency } = line.amount as Readonly<Record<string, unknown>>;
  return { payout: String(line.sender_item_id), receiver: String(line.receiver), amount: parsePositive(value, currency) };
}
