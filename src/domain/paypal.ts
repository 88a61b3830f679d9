import { type Day, type Instant, addDaysTo, dayOf, instant, millisOf, startOfDay } from './calendar.js';

/** PayPal's two worlds. The sandbox has money of its own, for trying out. */
export const payPalEnvironments = ['live', 'sandbox'] as const;
export type PayPalEnvironment = (typeof payPalEnvironments)[number];

/** One app of one PayPal account. Where each environment is found stands in the settings, never here. */
export interface PayPalCredentials {
  readonly environment: PayPalEnvironment;
  readonly clientId: string;
  readonly clientSecret: string;
  /** PayPal's id of the webhook that is ours; without it no webhook is ever genuine. */
  readonly webhookId?: string;
}

/** Why PayPal does not tell us what moved. The first two last until a person does something; the others pass by themselves. */
export const payPalTroubles = ['wrong-credentials', 'not-enabled', 'too-many-requests', 'unreachable', 'unreadable'] as const;
export type PayPalTrouble = (typeof payPalTroubles)[number];

/**
 * What else keeps an account silent, on our side. `unopenable`: what opens the account does not come out of its seal.
 * `stumbled`: this program could not bring in what PayPal told.
 */
export type AccountTrouble = PayPalTrouble | 'unopenable' | 'stumbled';

/** A time in which something moved, both ends included. At most 31 days, as PayPal has it. */
export interface PayPalWindow {
  readonly from: Instant;
  readonly to: Instant;
}

export interface InTrouble {
  readonly trouble: PayPalTrouble;
  /** How long PayPal asks to be left alone, where it says so. */
  readonly retryAfterSeconds?: number;
}

/** What PayPal lists for a window, as it says it, whole; or why it does not. */
export type SearchEnd = { readonly movements: readonly unknown[] } | InTrouble | { readonly isTooLong: true };

/** What the books ask of PayPal. Nothing here moves money. */
export interface PayPalDoor {
  /** Whether PayPal lets these credentials in. */
  tryAccess(credentials: PayPalCredentials): Promise<InTrouble | undefined>;
  search(credentials: PayPalCredentials, window: PayPalWindow): Promise<SearchEnd>;
  /** Whether PayPal sent this webhook. *Unknown* is for asking again, never for acting. */
  verify(
    credentials: PayPalCredentials,
    headers: Readonly<Record<string, unknown>>,
    rawBody: Uint8Array,
  ): Promise<'genuine' | 'refused' | 'unknown'>;
}

export const PAYPAL = Symbol('paypal');

/** PayPal's search looks three years back. */
export const searchedDaysAtMost = 3 * 365;
/**
 * Every search looks at the last days again: what moved shows up to three hours late, and a payment by cheque is listed
 * under the day on which it began.
 */
const overlapDays = 7;
/** Below PayPal's 31, which a clock set back in autumn would pass. */
const windowDays = 30;

export interface Searched {
  /** The steward's wish: how far back the first search looks. */
  readonly since: Day;
  /** All before is searched; nothing where no search ended yet. */
  readonly searchedThrough?: Instant | null;
  /** A day that has to be looked at again: of a webhook not found yet, of a line that was not finished. */
  readonly lookAgainFrom?: Day | null;
}

/**
 * The windows that are still to be searched, oldest first. They begin with a day of the ledger's zone: equal lines are told
 * apart by counting them within their day, so a day is always looked at from its beginning.
 */
export function windowsToSearch({ since, searchedThrough, lookAgainFrom }: Searched, now: Instant, zone: string): PayPalWindow[] {
  const today = dayOf(now, zone);
  const cursor = searchedThrough ? addDaysTo(dayOf(searchedThrough, zone), -overlapDays) : since;
  const wished = [cursor, lookAgainFrom ?? cursor, addDaysTo(today, -overlapDays)].sort()[0]!;
  const oldest = addDaysTo(today, -searchedDaysAtMost);
  const windows: PayPalWindow[] = [];
  for (let day = wished > oldest ? wished : oldest; day <= today; day = addDaysTo(day, windowDays)) {
    const end = instant(millisOf(startOfDay(addDaysTo(day, windowDays), zone)) - 1000);
    windows.push({ from: startOfDay(day, zone), to: end < now ? end : now });
  }
  return windows;
}

/** Two halves of a window that holds more than PayPal lists, cut between two days; nothing for a single day. */
export function halvesOf({ from, to }: PayPalWindow, zone: string): readonly [PayPalWindow, PayPalWindow] | undefined {
  const days = Math.round((millisOf(to) - millisOf(from)) / 86_400_000);
  if (days < 2) return undefined;
  const middle = startOfDay(addDaysTo(dayOf(from, zone), Math.floor(days / 2)), zone);
  return [
    { from, to: instant(millisOf(middle) - 1000) },
    { from: middle, to },
  ];
}

const dayMinutes = 1440;

/** Troubles that last until a person does something. */
const lasting: readonly AccountTrouble[] = ['wrong-credentials', 'not-enabled', 'unopenable'];

/** How long to wait before asking again, in minutes: an hour, less while something is expected, more with each failure in a row. */
export function minutesToNextSearch(
  failures: number,
  isExpecting: boolean,
  trouble?: { readonly trouble: AccountTrouble; readonly retryAfterSeconds?: number },
): number {
  if (!trouble) return isExpecting ? 10 : 60;
  const asked = Math.ceil((trouble.retryAfterSeconds ?? 0) / 60);
  return Math.min(Math.max(2 ** Math.min(failures, 8), asked, lasting.includes(trouble.trouble) ? 60 : 1), dayMinutes);
}
