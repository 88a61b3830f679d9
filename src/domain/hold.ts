import type { Instant } from './calendar.js';
import type { SignedHead } from './publication.js';
import { Refusal } from './refusal.js';

/** What a ledger may not do as long as it is held. */
export const heldActs = ['payouts', 'publication'] as const;
export type HeldAct = (typeof heldActs)[number];

/**
 * A ledger that was put back from a backup is held: what happened since is not in its books, so what they would send may be sent already,
 * and what they would publish may be published otherwise.
 */
export interface Holds {
  isHeld(ledger: string, act: HeldAct): Promise<boolean>;
  /** @throws Refusal `ledger/held` */
  refuseWhileHeld(ledger: string, act: HeldAct): Promise<void>;
}

export const HOLDS = Symbol('holds');

export const heldRefusal = (act: HeldAct): Refusal =>
  new Refusal(
    'ledger/held',
    act === 'payouts'
      ? 'This ledger was put back from a backup and is held: nothing is sent until a steward has released it. Settings, Held says what is missing.'
      : 'This ledger was put back from a backup and is held: nothing is published until a steward has released it. Settings, Held says what is missing.',
  );

/** What is still missing before a held ledger may do one of the two. */
export interface Missing {
  readonly act: HeldAct;
  readonly code: MissingCode;
  /** One sentence that says what, then what to do. */
  readonly says: string;
  /** Whether a person may vouch for it; what may not be vouched for has to be so. */
  readonly mayVouch: boolean;
}

export type MissingCode =
  | 'journal-missing'
  | 'erasures-open'
  | 'attempts-unknown'
  | 'account-not-looked-at'
  | 'lines-open'
  | 'heads-unknown'
  | 'heads-differ'
  | 'files-ahead'
  | 'witness-ahead'
  | 'witness-silent';

/** One account, and up to when it was looked at. */
export interface AccountStanding {
  readonly name: string;
  /** Up to which moment or day it is known what moved, as RFC 3339 or a day; absent where it never was. */
  readonly knownThrough?: string;
}

export interface WitnessStanding {
  readonly name: string;
  readonly is: 'agrees' | 'ahead' | 'silent';
}

/** All that is known of a held ledger, gathered outside. */
export interface HeldStanding {
  readonly since: Instant;
  readonly booksUntil: Instant;
  /** False where the journal to which these books were written is not there, or cannot be read. */
  readonly hasJournal: boolean;
  /** People who paid or were paid, whom the journal knows to be forgotten and the books do not. */
  readonly erasuresOpen: number;
  /** Attempts at sending that the journal knows and the books do not, by payout. */
  readonly attemptsUnknown: readonly { readonly payout: string; readonly attempt: number; readonly at: Instant }[];
  readonly accounts: readonly AccountStanding[];
  /** Lines of accounts since the backup that wait to be looked at. */
  readonly linesOpen: number;
  /** Entries of the log that are signed, in the books. */
  readonly signed: number;
  /** Of the heads that the journal knows: how many entries the largest has, and whether all that the books reach agree. */
  readonly announced: { readonly size: number; readonly agrees: boolean };
  /** Size in the checkpoint of the folder of tiles; absent where there is none. */
  readonly shown?: number;
  readonly witnesses: readonly WitnessStanding[];
}

/** The rule of release: erasures, journal and heads have to agree; that accounts were looked at, a person may vouch for. */
export function missingOf(standing: HeldStanding): Missing[] {
  const { hasJournal, erasuresOpen } = standing;
  const ofBoth = heldActs.flatMap((act) => [
    ...(hasJournal
      ? []
      : [missing(act, 'journal-missing', 'The journal that these books were written with is not there. Put it back into its folder.')]),
    ...(erasuresOpen === 0
      ? []
      : [missing(act, 'erasures-open', `${people(erasuresOpen)} to be forgotten, as the journal says. It is done within a minute.`)]),
  ]);
  return [...ofBoth, ...ofPayouts(standing), ...ofPublication(standing)];
}

const people = (count: number): string => (count === 1 ? '1 person has' : `${count} people have`);
const missing = (act: HeldAct, code: MissingCode, says: string, mayVouch = false): Missing => ({ act, code, says, mayVouch });

function ofPayouts({ since, attemptsUnknown, accounts, linesOpen, booksUntil }: HeldStanding): Missing[] {
  const unseen = accounts.filter(({ knownThrough }) => knownThrough === undefined || knownThrough.slice(0, 10) < since.slice(0, 10));
  return [
    ...attemptsUnknown.map(({ payout, attempt, at }) =>
      missing(
        'payouts',
        'attempts-unknown',
        `On ${at.slice(0, 10)} sending payout ${payout} was tried (attempt ${attempt}), and these books do not know of it. Look at your accounts whether it went out.`,
        true,
      ),
    ),
    ...unseen.map(({ name }) =>
      missing(
        'payouts',
        'account-not-looked-at',
        `What moved on ${name} since ${booksUntil.slice(0, 10)} is not in these books. Bring its lines in up to ${since.slice(0, 10)}, or state its balance.`,
        true,
      ),
    ),
    ...(linesOpen === 0
      ? []
      : [
          missing(
            'payouts',
            'lines-open',
            `${linesOpen === 1 ? '1 line waits' : `${linesOpen} lines wait`} to be looked at. Say what they are, so that nothing is sent twice.`,
            true,
          ),
        ]),
  ];
}

function ofPublication({ signed, announced, shown, witnesses }: HeldStanding): Missing[] {
  const blocked = (code: MissingCode, says: string): Missing => missing('publication', code, says);
  return [
    ...(announced.size > signed
      ? [
          blocked(
            'heads-unknown',
            `A public log of ${announced.size} entries was signed, and these books have ${signed}. Put a later backup back.`,
          ),
        ]
      : []),
    ...(announced.agrees
      ? []
      : [blocked('heads-differ', 'The journal knows another history of the public log than these books. Put the right backup back.')]),
    ...(shown !== undefined && shown > signed
      ? [
          blocked(
            'files-ahead',
            `The files of the public log have ${shown} entries, and these books have ${signed}. Put a later backup back.`,
          ),
        ]
      : []),
    ...witnesses.flatMap(({ name, is }) => {
      if (is === 'ahead')
        return [
          blocked('witness-ahead', `The witness ${name} has seen more of the public log than these books have. Put a later backup back.`),
        ];
      if (is === 'silent')
        return [
          missing(
            'publication',
            'witness-silent',
            `The witness ${name} does not say how much of the public log it has seen. Try again later.`,
            true,
          ),
        ];
      return [];
    }),
  ];
}

/** Which of the two may go on: nothing is missing that has to be so, and the rest is vouched for. */
export const releasable = (all: readonly Missing[], vouches: boolean): HeldAct[] =>
  heldActs.filter((act) => all.every((one) => one.act !== act || (one.mayVouch && vouches)));

/** What was signed of a ledger's logs, and how far the world has seen them. */
export interface SeenLog extends Pick<HeldStanding, 'shown' | 'witnesses'> {
  /** Every head in the books, in the order in which they were signed. */
  readonly heads: readonly SignedHead[];
}

/** How far the world has seen a log, as its files and its witnesses tell it. The publisher knows. */
export interface SeenOutside {
  of(ledger: string): Promise<SeenLog>;
}

export const SEEN_OUTSIDE = Symbol('what is seen of a log outside');
