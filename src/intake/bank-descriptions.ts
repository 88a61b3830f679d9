import type { Day } from '../domain/calendar.js';
import type { Money } from '../domain/money.js';
import type { ObservedLine, Reading } from '../domain/observed.js';

/** What a bank's description of one row says. */
export interface Described {
  /** The whole description as it stands there, the account's own number blotted out. */
  readonly text: string;
  /** The part that says what kind of movement it is; another says who. */
  readonly kind: string;
  readonly isETransfer: boolean;
  readonly name?: string;
  /** The code at the end of an e-Transfer's description, where it has one. */
  readonly reference?: string;
}

const eTransfer = /\bE[- ]?(?:TRANSFER|TRF|TFR|TRNSFR)\b|\bVIREMENT\s+INTERAC\b/i;

/** What stands before the name when the bank puts kind and name into one column. */
const beforeName = new RegExp(
  `^.*?(?:${eTransfer.source})[\\s:–-]*(?:(?:SENT|AD RECVD|RECVD|RECEIVED|FROM|TO|AUTO-?DEPOSIT|REQUEST MONEY|CANCEL\\w*|RECLAIM\\w*|` +
    'ENVOY[ÉE]E?|RE[ÇC]UE?|D[ÉE]P[ÔO]T(?: AUTOMATIQUE)?|DE|À)(?![\\p{L}\\p{N}])[\\s:–-]*)*',
  'iu',
);

/** No name is longer, in characters; a longer text stays text alone. */
const longestName = 200;

/** Splits what the bank wrote into kind, name and code. `blotOut` removes the account's own number. */
export function describedIn(first: string, second: string, blotOut: (text: string) => string): Described {
  const [kind, who] = [blotOut(first), blotOut(second)];
  const text = [kind, who].filter((part) => part !== '').join(' ');
  if (!eTransfer.test(text)) return { text, kind, isETransfer: false };
  const rest = who || kind.replace(beforeName, '').replace(/^(?:NETWORK )?(?:FEES?|FRAIS)$/i, '');
  if (rest.length > longestName) return { text, kind, isETransfer: true };
  const [, words = '', code] = /^(.*?)(?:(?:^|\s+)((?=\S*\d)[A-Z\d*]{6,}))?$/isu.exec(rest.trim()) ?? [];
  const name = /\p{L}[^\p{L}]*\p{L}/u.test(words) ? words : undefined;
  return { text, kind, isETransfer: true, ...(name ? { name } : {}), ...(code ? { reference: code } : {}) };
}

type Verdict = Pick<ObservedLine, 'reading' | 'why' | 'method'>;

const verdict = (reading: Reading, method: ObservedLine['method'], why: string): Verdict => ({ reading, method, why });

const cameBack = /\b(?:CANCEL|RECLAIM|RETURN|EXPIRED|ANNUL|RETOURN)/i;
const ownTransfer =
  /\bONLINE (?:BANKING )?TRANSFER - |\bTRANSFER (?:FROM|TO) (?:SAVINGS|CHEQUING|ACCOUNT|\.\.\.|…)|\bINTERNET TRANSFER\b|\bTFR-(?:FR|TO)\b|\bVIREMENT ENTRE\b/i;
const bankFee = /\b(?:FEES?|FRAIS)\b/i;
const bankGives = /\bINTEREST\b|\bINT[ÉE]R[ÊE]TS?\b|\bREBATE\b|\bREMISE\b/iu;

/**
 * How a row is read, by its wording and its sign. Money in is proposed as a payment unless the wording says that it is
 * none; PayPal's transfers to the bank are none, because the payments in them are read from PayPal's own file.
 */
export function verdictOn({ kind, text, isETransfer }: Described, minor: bigint): Verdict {
  const method = isETransfer ? 'interac' : 'other';
  if (minor === 0n) return verdict('not-income', method, 'The amount is zero.');
  if (ownTransfer.test(text)) return verdict('not-income', 'other', 'Reads like a transfer between accounts.');
  if (minor < 0n) {
    if (bankFee.test(kind)) return verdict('money-out', 'other', 'A fee of the bank.');
    return verdict('money-out', method, isETransfer ? 'An e-Transfer went out.' : 'Money went out.');
  }
  if (isETransfer) {
    return cameBack.test(kind)
      ? verdict('not-income', method, 'An e-Transfer that this account had sent came back.')
      : verdict('money-in', method, 'An e-Transfer came in.');
  }
  if (/\bPAYPAL\b/i.test(text)) {
    return verdict('not-income', method, 'PayPal sent its balance to the bank; the payments in it are read from PayPal’s own file.');
  }
  if (bankGives.test(kind)) return verdict('not-income', method, 'Interest or a rebate from the bank.');
  return verdict('money-in', method, 'Money came in; the bank does not say what it was for.');
}

/** Blots out an account's own number (transit and account, or the account alone), with or without blanks and hyphens. */
export function blotterFor(accountNumber: string): (text: string) => string {
  const account = accountNumber.replace(/\D/g, '');
  const numbers = [account, account.slice(-7)].filter((digits) => digits.length >= 7);
  if (numbers.length === 0) return (text) => text;
  const pattern = new RegExp(numbers.map((digits) => [...digits].join('[\\s-]?')).join('|'), 'g');
  return (text) => text.replace(pattern, '…');
}

/** A line whose description says all that the bank tells beside the day and the amount. */
export function lineFrom(line: number, day: Day, amount: Money, described: Described): ObservedLine {
  const { text, name, reference } = described;
  return { line, day, amount, ...verdictOn(described, amount.minor), text, ...(name && { name }), ...(reference && { reference }) };
}
