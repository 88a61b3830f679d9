import { type Instant, addDays, dayOf } from '../domain/calendar.js';
import { type Money, nothing, plus } from '../domain/money.js';
import type { ObservedLine } from '../domain/observed.js';
import { type Leg, legsByPayment } from './paypal-conversions.js';
import { nameOfCode, nameOfStatus } from './paypal-event-codes.js';
import { type Movement, feeOf, judged, suspicious } from './paypal-judgement.js';
import { verdictOn } from './paypal-readings.js';
import { type Members, amountOf, membersOf, momentOf, wordOf, writtenOf } from './paypal-shapes.js';
import { kindOf, progressOf } from './paypal-types.js';

/** What an answer of PayPal's search came to. */
export interface SearchedLines {
  readonly lines: readonly ObservedLine[];
  /** Movements that could not be understood: no number, no moment or no amount that is one. Nothing is guessed of them. */
  readonly unread: number;
}

interface Place {
  readonly zone: string;
  readonly homeCurrency: string;
  readonly now: Instant;
}

interface Entry extends Movement {
  readonly at: Instant;
  readonly id: string;
  readonly code: string;
  readonly type: string;
  readonly status: string;
  readonly reference: string | undefined;
  readonly told: Members;
}

/**
 * The movements of PayPal's Transaction Search (v1, `fields=all`) as lines, in their order, read as the activity file
 * reads the same movements. A number is not unique there: a movement is known by number, event code and sign, and one that
 * is listed twice, on two pages, is one. A foreign payment waits up to a day for its conversion, which may be listed later.
 */
export function linesOfSearch(movements: readonly unknown[], place: Place): SearchedLines {
  const read = movements.map(entryOf);
  const entries = onceEach(read.filter((entry) => entry !== undefined)).filter(({ at }) => at <= addDays(place.now, 1));
  const legs = legsByPayment(entries.flatMap(legOf));
  const lines = entries
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
    .map((entry, index) => lineOf(entry, index + 1, legs, place))
    .filter((line) => !awaitsConversion(line, place));
  return { lines, unread: read.filter((entry) => entry === undefined).length };
}

function entryOf(movement: unknown): Entry | undefined {
  const told = membersOf(movement);
  const says = membersOf(told.transaction_info);
  const id = wordOf(says.transaction_id);
  const code = wordOf(says.transaction_event_code);
  const at = momentOf(says.transaction_initiation_date);
  const gross = moneyIn(says.transaction_amount);
  const fee = says.fee_amount === undefined || says.fee_amount === null ? undefined : moneyIn(says.fee_amount);
  if (!id || !code || !at || !gross || (fee === undefined && says.fee_amount)) return undefined;
  if (fee && fee.currency !== gross.currency) return undefined;
  const type = nameOfCode(code);
  const status = nameOfStatus(wordOf(says.transaction_status) ?? '');
  return {
    id,
    code,
    at,
    gross,
    fee: fee ?? nothing(gross.currency),
    net: plus(gross, fee ?? nothing(gross.currency)),
    type,
    status,
    reference: wordOf(says.paypal_reference_id),
    verdict: suspicious(verdictOn({ type, status, impact: '', gross }), fee),
    told,
  };
}

function moneyIn(value: unknown): Money | undefined {
  const { value: amount, currency_code: currency } = membersOf(value);
  return amountOf(amount, currency);
}

/** Of what is listed twice the later word counts. */
function onceEach(entries: readonly Entry[]): Entry[] {
  const keyed = entries.map((entry) => {
    const sign = entry.gross.minor < 0n ? '-' : '+';
    return [`${entry.id} ${entry.code} ${sign} ${entry.gross.currency}`, entry] as const;
  });
  return [...new Map(keyed).values()];
}

function legOf({ type, status, reference, gross }: Entry): Leg[] {
  const isLeg = kindOf(type) === 'conversion' && progressOf(status) === 'completed';
  return isLeg && reference ? [{ of: reference, gross }] : [];
}

function lineOf(entry: Entry, line: number, legs: ReadonlyMap<string, readonly Leg[]>, { zone, homeCurrency }: Place): ObservedLine {
  const { at, gross, fee, id, told } = entry;
  const name = nameIn(membersOf(told.payer_info));
  return {
    line,
    day: dayOf(at, zone),
    at,
    amount: gross,
    ...feeOf(fee),
    ...judged(entry, legs.get(id) ?? [], homeCurrency),
    method: 'paypal',
    text: textIn(entry),
    ...(name ? { name } : {}),
    reference: id,
    ...(entry.type ? { kind: entry.type } : {}),
  };
}

function nameIn({ payer_name: named, email_address: address }: Members): string {
  const { given_name: given, surname, full_name: full, alternate_full_name: other } = membersOf(named);
  const parts = [writtenOf(given, 140), writtenOf(surname, 140)].filter((part) => part !== '').join(' ');
  return [writtenOf(full, 300), parts, writtenOf(other, 300), writtenOf(address, 254)].find((each) => each !== '') ?? '';
}

/** The type and what the payer wrote, as in the activity file. */
function textIn({ type, told }: Entry): string {
  const { transaction_subject: subject, transaction_note: note } = membersOf(told.transaction_info);
  const { item_details: details } = membersOf(told.cart_info);
  const titles = (Array.isArray(details) ? details : []).map((detail) => writtenOf(membersOf(detail).item_name, 200));
  return [...new Set([type, ...titles.slice(0, 20), writtenOf(subject, 256), writtenOf(note)])].filter((part) => part !== '').join(' · ');
}

const awaitsConversion = ({ reading, amount, settled, at }: ObservedLine, { homeCurrency, now }: Place): boolean =>
  reading === 'money-in' && amount.currency !== homeCurrency && !settled && at !== undefined && at > addDays(now, -1);
