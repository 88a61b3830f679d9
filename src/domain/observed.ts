import type { Day } from './calendar.js';
import type { DayTotal } from './day-total.js';
import type { Money } from './money.js';

/** What a line of a statement, export or mail seems to be. A claim, not yet a fact of the books. */
export type Reading =
  /** Money a client may have paid: shown as a payment to confirm. */
  | 'money-in'
  /** Money that left the account: a payout of ours, rent, groceries. */
  | 'money-out'
  /** Money that went back to somebody who had paid: its payment has to be told. */
  | 'refunded'
  /** One leg of a currency conversion, a hold, a release, a transfer between own accounts: moves nothing that is owed. */
  | 'not-income'
  /** Of a type or status that this program does not know: a person looks, nothing is proposed. */
  | 'unknown'
  /** Not finished at the source (pending, unclaimed): shown, never proposed as a payment. */
  | 'pending';

/**
 * One line as a reader understood it, before anything is recorded. `amount` is signed: positive came in, negative went out.
 * Personal text (`text`, `name`, `reference`) is sealed before it is stored.
 */
export interface ObservedLine {
  /**
   * 1-based line of the file at which the record starts, for messages to the person; no two records share one. Where a file
   * has all of them on one line (OFX), which record it is.
   */
  readonly line: number;
  readonly day: Day;
  /** RFC 3339 UTC where the source says the time and its zone; otherwise absent and `day` is the account's own day. */
  readonly at?: string;
  readonly amount: Money;
  /** What the source kept for itself, zero or positive; PayPal's fee. */
  readonly fee?: Money;
  /** What the source gave back of an earlier fee, positive; PayPal does so with some refunds. Never together with `fee`. */
  readonly feeGivenBack?: Money;
  readonly reading: Reading;
  /** One sentence: why it was read so. Holds no personal detail. */
  readonly why: string;
  readonly method: 'interac' | 'paypal' | 'other';
  /** What the source calls this kind of row, as it stands there: `Payment Hold`, `Paiement standard`. */
  readonly kind?: string;
  /** The source's description, as it stands there. */
  readonly text: string;
  readonly name?: string;
  /** The source's own id for this movement, where it has one. */
  readonly reference?: string;
  /** What alone tells it from all others of its account, where the source says so; otherwise day, amount and words do. */
  readonly identity?: string;
  /** Of a mail: what made us believe that Interac sent it. */
  readonly vouchedBy?: Voucher;
  /** What this foreign payment became in the account's home currency, where the source itself says so. */
  readonly settled?: { readonly amount: Money; readonly why: string };
}

/** Interac's own signature, which we checked; or the practice's mail host, which says that it checked it. */
export const vouchers = ['signature', 'mail-host'] as const;
export type Voucher = (typeof vouchers)[number];

/** Every source whose files can be read; `mapped` is a file whose columns somebody described. */
export const sources = [
  'rbc-chequing',
  'td',
  'bmo',
  'scotiabank',
  'cibc',
  'tangerine',
  'desjardins',
  'national-bank',
  'ofx',
  'paypal-activity',
  'mapped',
] as const;
export type Source = (typeof sources)[number];

/** What each source is called where people read it. */
export const sourceWords: Readonly<Record<Source, string>> = {
  'rbc-chequing': 'RBC chequing',
  td: 'TD',
  bmo: 'BMO',
  scotiabank: 'Scotiabank',
  cibc: 'CIBC',
  tangerine: 'Tangerine',
  desjardins: 'Desjardins',
  'national-bank': 'National Bank',
  ofx: 'OFX',
  'paypal-activity': 'PayPal activity',
  mapped: 'A file whose columns were described',
};

/** What a reader is told of the account, because its files do not say it. */
export interface ReadAccount {
  readonly zone: string;
  readonly homeCurrency: string;
  /** The account's own currency, where it is another than the ledger's. */
  readonly currency?: string;
}

export const currencyOf = ({ currency, homeCurrency }: ReadAccount): string => currency ?? homeCurrency;

/**
 * A reader of one source: bytes in, lines out, nothing else. `recognises` and `fits` look at the first bytes only.
 * `read` throws `InvalidInput` naming the line and the reason when the file is not wholly understood; then nothing of it is kept.
 */
export interface SourceReader {
  readonly source: Source;
  readonly title: string;
  /** Only this source writes such a file. */
  recognises(head: Uint8Array): boolean;
  /** Its rows look like this source's, and may be another's: a file without a heading. Somebody is asked. */
  fits?(head: Uint8Array): boolean;
  read(bytes: Uint8Array, account: ReadAccount): readonly ObservedLine[];
  /**
   * The same lines one after another, where no row says what an earlier one is: then a long file is never in memory whole. What is not
   * understood is thrown at the end; whoever asks keeps nothing until then.
   */
  readonly each?: (bytes: Uint8Array, account: ReadAccount) => Iterable<ObservedLine>;
  /** Instead of `read`, where every row is a total of a day and a method. */
  readonly readTotals?: (bytes: Uint8Array, account: ReadAccount) => readonly DayTotal[];
}

/** What tells the lines of an account apart, within a file and from one file to the next. */
export interface LineIdentities {
  /** For every line what tells it from all others. @param before what was counted in the parts of the file before these lines */
  of(lines: readonly ObservedLine[], before?: LineCounts): string[];
  /** For every line what it may be known by since earlier, if none of them is known by what `of` says. */
  earlier(lines: readonly ObservedLine[], before?: LineCounts): string[][];
}

/** How many equal lines of a file there were so far, by each way to tell them apart; counted on by whoever is handed it. */
export interface LineCounts {
  readonly today: Map<string, number>;
  readonly inWords: Map<string, number>;
  readonly withoutKind: Map<string, number>;
}

export const nothingCounted = (): LineCounts => ({ today: new Map(), inWords: new Map(), withoutKind: new Map() });

/** Text as it counts for telling two lines apart: NFKC, upper case, runs of blanks as one. */
export const normalisedText = (text: string): string => text.normalize('NFKC').toUpperCase().replace(/\s+/g, ' ').trim();
