import type { BatchAnswer, CancelEnd, PayPalPayoutDoor, ReadEnd, SentPayout } from '../domain/paypal-payout.js';
import { rejectionOf } from '../domain/paypal-payout.js';
import type { PayPalCredentials } from '../domain/paypal.js';
import { type Batch, type Outcome, type Rejected, type Unknown, isPayPalId } from './paypal-answers.js';
import { debitsAmong } from './paypal-debits.js';
import { searchAll } from './paypal-search.js';
import type { PayPalApi } from './paypal.js';

/** Payouts, as the books ask PayPal for them: each end of a call as one of the few things that can be known after it. */
export function payPalPayouts(apiOf: (credentials: PayPalCredentials) => PayPalApi): PayPalPayoutDoor {
  return {
    create: async (credentials, { body }) => batchAnswer(await apiOf(credentials).createPayout(body)),
    readBatch: async (credentials, batch) => (isPayPalId(batch) ? readEnd(await apiOf(credentials).readBatch(batch)) : notThere),
    readPayout: async (credentials, payout) => (isPayPalId(payout) ? readEnd(await apiOf(credentials).readPayout(payout)) : notThere),
    cancelUnclaimed: async (credentials, payout) =>
      isPayPalId(payout) ? cancelEnd(await apiOf(credentials).cancelPayout(payout)) : notThere,
    debits: async (credentials, window, sought) => {
      const end = await searchAll(apiOf(credentials), window);
      if ('isTooLong' in end) return { kind: 'later', because: 'too-large' };
      if ('movements' in end) return debitsAmong(end.movements, sought);
      return { kind: 'later', because: becauseOfSearch[end.trouble], ...after(end) };
    },
  };
}

const notThere = { kind: 'not-there' } as const;

/** What is known after a call that asks for a payout. Only what is listed as a no is one; everything else may have been done. */
export function batchAnswer(end: Outcome<Batch>): BatchAnswer {
  const debugId = end.debugId && { debugId: end.debugId };
  if (end.outcome === 'accepted') return { kind: 'accepted', batch: end.answer.batch, ...debugId };
  const because = repeatReasonOf(end);
  if (because) return { kind: 'repeat', because, ...after(end), ...debugId };
  if (end.outcome === 'unknown') return { kind: 'unknown', because: doubtOf(end), ...after(end), ...debugId };
  if (end.duplicateOf) return { kind: 'duplicate', ...end.duplicateOf, ...debugId };
  const next = listedStatuses.includes(end.status) ? rejectionOf(end.code) : undefined;
  if (next) return { kind: 'rejected', code: end.code, next, ...debugId };
  return { kind: 'unknown', because: 'unlisted', code: end.code, ...after(end), ...debugId };
}

/** The statuses under which PayPal's reference lists its noes; under another one, even a known word may mean something else. */
const listedStatuses = [400, 403, 422];

/** Who was not let in, or was asked to come later, has done nothing; nor has a request that never left. */
function repeatReasonOf(end: Rejected | Unknown): 'unauthorised' | 'too-many' | 'not-reached' | undefined {
  if (end.outcome === 'rejected' && end.status === 429) return 'too-many';
  if (end.outcome === 'rejected' && (end.status === 401 || end.isUnsent)) return 'unauthorised';
  return end.isUnsent ? 'not-reached' : undefined;
}

/** A host that cannot be reached after the connection stood has cut it. */
const doubtOf = ({ why }: Unknown) => (why === 'unreachable' ? 'cut' : why);

const after = ({ retryAfterSeconds }: { readonly retryAfterSeconds?: number }): { readonly afterSeconds?: number } =>
  retryAfterSeconds === undefined ? {} : { afterSeconds: retryAfterSeconds };

function readEnd<T>(end: Outcome<T>): ReadEnd<T> {
  if (end.outcome === 'accepted') return { kind: 'read', read: end.answer };
  if (end.outcome === 'rejected' && end.status === 404) return notThere;
  const because = repeatReasonOf(end) ?? (end.outcome === 'unknown' ? doubtOf(end) : 'unlisted');
  return { kind: 'later', because, ...after(end) };
}

/** As PayPal's reference lists them for a payout that somebody claimed, or that was cancelled before. */
const notUnclaimed = ['ITEM_INCORRECT_STATUS', 'ITEM_ALREADY_CANCELLED', 'ITEM_CANCELLATION_FAILED'];

const cancelEnd = (end: Outcome<SentPayout>): CancelEnd =>
  end.outcome === 'rejected' && notUnclaimed.includes(end.code) ? { kind: 'not-unclaimed' } : readEnd(end);

const becauseOfSearch = {
  'wrong-credentials': 'unauthorised',
  'not-enabled': 'unauthorised',
  'too-many-requests': 'too-many',
  unreachable: 'not-reached',
  unreadable: 'unreadable',
} as const;
