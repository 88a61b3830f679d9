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
