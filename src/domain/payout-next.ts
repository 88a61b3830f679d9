import type { Payout } from './payout.js';

/**
 * What the program does next with a payout over PayPal's API, from where it stands alone; each step is at most one call.
 * `nothing`: it is over, or for a person.
 */
export type NextStep = 'start' | 'notice-interruption' | 'resume' | 'adopt' | 'resend' | 'read' | 'nothing';

export function nextStep(payout: Payout): NextStep {
  switch (payout.status) {
    case 'approved':
      return payout.proposal.rail === 'paypal' ? 'start' : 'nothing';
    case 'sending':
      return 'notice-interruption';
    case 'put-off':
      return 'resume';
    case 'in-doubt':
      return payout.batch && payout.why !== 'found-different' ? 'adopt' : 'resend';
    case 'accepted':
    case 'unclaimed':
    case 'on-hold':
      return 'read';
    case 'paid':
      return payout.transfer ? 'read' : 'nothing';
    case 'unknown':
    case 'proposed':
    case 'held':
    case 'sent':
    case 'failed':
    case 'returned':
    case 'reversed':
    case 'cancelled':
      return 'nothing';
  }
}

/** What was read to allow a call, and the call, lie this close together; else it is not made, since much may have been said between. */
export const freshMs = 20_000;
