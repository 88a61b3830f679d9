import type { BatchAnswer, DoubtReason, PayPalPayoutDoor, ReadEnd } from '../../../src/domain/paypal-payout.js';
import type { PayPalCredentials } from '../../../src/domain/paypal.js';
import { batchWithPayouts, sentPayout } from '../../../src/rails/paypal-answers.js';
import { debitsAmong } from '../../../src/rails/paypal-debits.js';
import type { Fault } from './faults.js';
import { type MadeBatch, PayPalMemory } from './memory.js';
import type { Moods } from './moods.js';
import { listed } from './movements.js';
import { type Twist, batchRead, payoutRead } from './payout-answers.js';
import type { Json } from './schema.js';

type Ends = { readonly isDone: boolean; readonly answer: BatchAnswer } | 'as it should';

const lost = (because: DoubtReason, isDone = false): Ends => ({ isDone, answer: { kind: 'unknown', because } });
const noMoney: BatchAnswer = { kind: 'rejected', code: 'INSUFFICIENT_FUNDS', next: 'same-id-again' };

/** What each fault comes to for whoever asked for a payout, and whether the money is on its way. */
const ends: Readonly<Record<Fault, Ends>> = {
  hangs: lost('timeout'),
  'hangs after accepting': lost('timeout', true),
  'cuts the line at once': lost('cut'),
  'cuts the line after accepting': lost('cut', true),
  'cuts in the middle of the answer': lost('cut', true),
  'fails after accepting': lost('their-fault', true),
  'fails with a page of HTML': lost('their-fault'),
  'fails with a page of HTML after accepting': lost('their-fault', true),
  'says yes in HTML': lost('unreadable'),
  'says no in HTML': lost('unreadable'),
  'says yes about another batch': lost('unreadable', true),
  'says yes to half': lost('unreadable', true),
  'sends elsewhere': lost('unreadable'),
  'drips without end': lost('timeout'),
  'answers without end': lost('too-large'),
  'is slow': 'as it should',
  'signs everyone out': 'as it should',
  'lets nobody in': { isDone: false, answer: { kind: 'repeat', because: 'unauthorised' } },
  'has had too many': { isDone: false, answer: { kind: 'repeat', because: 'too-many', afterSeconds: 17 } },
  'has had too many, and says not how long': { isDone: false, answer: { kind: 'repeat', because: 'too-many' } },
  'finds no money': { isDone: false, answer: noMoney },
  'finds no money and remembers the id': { isDone: false, answer: noMoney },
  'finds the request wrong': { isDone: false, answer: { kind: 'rejected', code: 'VALIDATION_ERROR', next: 'failed' } },
  'is still at the first one': { isDone: false, answer: { kind: 'unknown', because: 'unlisted', code: 'PREVIOUS_REQUEST_IN_PROGRESS' } },
  'says a no that nobody knows': { isDone: false, answer: { kind: 'unknown', because: 'unlisted', code: 'MOON_NOT_FULL' } },
  'says duplicate without a link': { isDone: false, answer: { kind: 'duplicate' } },
  'does not let it search': { isDone: false, answer: { kind: 'rejected', code: 'NOT_AUTHORIZED', next: 'same-id-again' } },
  'lists no whole page': lost('unreadable'),
};

const readsAsItShould = ['is slow', 'signs everyone out'];

/**
 * The same PayPal without a network, for histories by the ten thousand. What a fault comes to stands in the table above;
 * a spec holds that table, fault by fault, to the true adapter and the simulator over sockets.
 */
export class PayPalInMemory implements PayPalPayoutDoor {
  readonly memory = new PayPalMemory();
  moods: Moods | undefined;
  linksDuplicates = true;
  twist: Twist | undefined;
  readonly #faults: Fault[] = [];

  misbehaves(fault: Fault): void {
    this.#faults.push(fault);
  }

  async create(credentials: PayPalCredentials, { body, senderBatch }: { senderBatch: string; body: string }): Promise<BatchAnswer> {
    const owner = ownerOf(credentials);
    const fault = this.#faults.shift() ?? this.moods?.faultOf('create', senderBatch);
    const end = fault ? ends[fault] : 'as it should';
    if (end === 'as it should') return this.#take(owner, body);
    if (end.isDone) this.#take(owner, body);
    if (fault === 'finds no money and remembers the id' && !this.memory.firstOf(owner, senderBatch))
      this.memory.rememberRefused(owner, senderBatch);
    return end.answer;
  }

  readBatch(credentials: PayPalCredentials, batch: string) {
    return this.#read(
      credentials,
      (made) => made.batch === batch,
      batch,
      (made) => batchWithPayouts(batchRead(made, this.twist)),
    );
  }

  readPayout(credentials: PayPalCredentials, payout: string) {
    return this.#read(
      credentials,
      (made) => made.payout === payout,
      payout,
      (made) => sentPayout(payoutRead(made, this.twist)),
    );
  }

  async cancelUnclaimed(credentials: PayPalCredentials, payout: string) {
    const found = this.#mine(credentials, (made) => made.payout === payout);
    if (found && found.status !== 'UNCLAIMED') return { kind: 'not-unclaimed' } as const;
    if (found) this.memory.becomes(found, 'RETURNED');
    return this.readPayout(credentials, payout);
  }

  async debits(_: PayPalCredentials, { from, to }: { from: string; to: string }, sought: Parameters<typeof debitsAmong>[1]) {
    return debitsAmong(this.memory.movements.filter(({ at }) => at >= from && at <= to).map(listed), sought);
  }

  #take(owner: string, body: string): BatchAnswer {
    const taken = this.memory.take(owner, JSON.parse(body) as Json, 'PENDING');
    if ('made' in taken) return { kind: 'accepted', batch: taken.made.batch };
    return { kind: 'duplicate', ...(taken.first && this.linksDuplicates && { batch: taken.first.batch }) };
  }

  #mine(credentials: PayPalCredentials, isIt: (made: MadeBatch) => boolean): MadeBatch | undefined {
    return this.memory.batches.find((made) => made.owner === ownerOf(credentials) && isIt(made));
  }

  async #read<T>(
    credentials: PayPalCredentials,
    isIt: (made: MadeBatch) => boolean,
    id: string,
    read: (made: MadeBatch) => T,
  ): Promise<ReadEnd<T>> {
    const fault = this.#faults.shift() ?? this.moods?.faultOf('read', id);
    const end = fault && !readsAsItShould.includes(fault) ? ends[fault] : 'as it should';
    if (end !== 'as it should') return { kind: 'later', because: 'because' in end.answer ? end.answer.because : 'unlisted' };
    const found = this.#mine(credentials, isIt);
    return found ? { kind: 'read', read: read(found) } : { kind: 'not-there' };
  }
}

const ownerOf = ({ clientId, clientSecret }: PayPalCredentials): string => `${clientId}:${clientSecret}`;
