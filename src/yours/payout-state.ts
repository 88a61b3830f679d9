import type { RailName } from '../domain/call.js';
import type { Day, Instant } from '../domain/calendar.js';
import { claimableUntil } from '../domain/payout-readings.js';

/** Where a payout stands, as its person reads it. What is only proposed is no promise yet, and what was cancelled never was one. */
const said = {
  approved: 'yours.prepared',
  held: 'yours.prepared',
  sending: 'yours.prepared',
  'put-off': 'yours.prepared',
  'in-doubt': 'yours.in-doubt',
  sent: 'yours.sent',
  accepted: 'yours.sent',
  unclaimed: 'yours.unclaimed',
  'on-hold': 'yours.on-hold',
  reversed: 'yours.reversed',
  paid: 'yours.arrived',
  returned: 'yours.returned',
} as const;

export type SaidOfPayout = (typeof said)[keyof typeof said] | 'yours.missed';

export const saidOfPayout = (status: string): SaidOfPayout | undefined => (said as Readonly<Record<string, SaidOfPayout>>)[status];

/** When it can be expected, or what is left to be done for it; `until` is the last day of that. */
export type Expected = { readonly says: 'expected.claim'; readonly until: Day } | { readonly says: Expecting };

type Expecting = (typeof expectedOn)[RailName] | (typeof expectedIn)[keyof typeof expectedIn] | 'expected.on-hold';

/** How long money that was sent usually takes. */
const expectedOn = {
  interac: 'expected.interac',
  paypal: 'expected.paypal',
  'paypal-personal': 'expected.at-once',
  venmo: 'expected.at-once',
  cashapp: 'expected.at-once',
  cheque: 'expected.cheque',
  cash: 'expected.other',
  other: 'expected.other',
} as const satisfies Record<RailName, string>;

const expectedIn = {
  'yours.prepared': 'expected.prepared',
  'yours.in-doubt': 'expected.in-doubt',
  'yours.reversed': 'expected.reversed',
  'yours.returned': 'expected.returned',
} as const;

interface SentSomehow {
  readonly status: string;
  readonly rail: RailName;
  readonly sentAt: Instant | null;
}

/** A sentence for each state and rail; undefined once it has arrived, or where it is no promise. */
export function expectedOf({ status, rail, sentAt }: SentSomehow, zone: string): Expected | undefined {
  const state = saidOfPayout(status);
  switch (state) {
    case 'yours.sent':
      return { says: expectedOn[rail] };
    case 'yours.unclaimed':
      return sentAt === null ? undefined : { says: 'expected.claim', until: claimableUntil(sentAt, zone) };
    case 'yours.on-hold':
      return { says: 'expected.on-hold' };
    case 'yours.prepared':
    case 'yours.in-doubt':
    case 'yours.reversed':
    case 'yours.returned':
      return { says: expectedIn[state] };
    case 'yours.arrived':
    case 'yours.missed':
    case undefined:
      return undefined;
  }
}
