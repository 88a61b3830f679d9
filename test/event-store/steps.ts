import fc from 'fast-check';
import { v7 } from 'uuid';
import { LogCall } from '../../src/domain/call.js';
import { AdvanceFund, StateOpeningBalance } from '../../src/domain/fund.js';
import { ChangeSteward } from '../../src/domain/ledger.js';
import { money } from '../../src/domain/money.js';
import { CloseMonth } from '../../src/domain/month.js';
import { OpenAccount } from '../../src/domain/observation.js';
import { RecordPayment } from '../../src/domain/payment.js';
import { RefundPayment, VoidPayment } from '../../src/domain/payment-changes.js';
import {
  ApprovePayout,
  CancelPayout,
  ConfirmPayout,
  PreparePayout,
  PutBackPayout,
  RecordPayoutReturned,
  RecordPayoutSent,
  ShowPayoutCard,
  UndoPayoutSent,
} from '../../src/domain/payout-decisions.js';
import { ProposePayout } from '../../src/domain/payout-proposal.js';
import type { RecordedEvent } from '../../src/event-store/recorded.js';

/** One thing that somebody does. `pick` and `size` choose on what and how much, among what the books hold by then. */
export interface Step {
  readonly does: keyof typeof deeds;
  readonly pick: number;
  readonly size: number;
}

/** What has come to be in a ledger, by id: what a step can be about. */
export interface Known {
  readonly ledger: string;
  readonly stewards: readonly string[];
  readonly payments: string[];
  readonly calls: string[];
  readonly payouts: string[];
}

export function learn(known: Known, events: readonly RecordedEvent[]): void {
  for (const event of events) {
    if (event.type === 'PaymentReceived') known.payments.push(event.data.payment);
    if (event.type === 'CallLogged') known.calls.push(event.data.call);
    if (event.type === 'PayoutProposed') known.payouts.push(event.data.payout);
  }
}

const cad = (units: number) => money(BigInt(units) * 500n, 'CAD');
const asked = ({ ledger }: Known) => ({ ledger, by: 'account:test', request: v7() });
const one = (among: readonly string[], pick: number): string => among[pick % Math.max(among.length, 1)] ?? v7();
const payout = (known: Known, { pick }: Step) => ({ ...asked(known), payout: one(known.payouts.slice(pick % 3 ? -1 : -3), pick) });
const payment = (known: Known, { pick }: Step) => ({ ...asked(known), payment: one(known.payments, pick) });
const day = ({ pick }: Step) => `2026-0${(pick % 9) + 1}-1${pick % 9}T16:00:00.000Z`;

const deeds = {
  pay: (known: Known, step: Step) =>
    new RecordPayment({
      ...asked(known),
      amount: money(BigInt(step.size * 997), 'CAD'),
      method: 'interac',
      offering: step.pick % 4 ? 'ces-50' : 'counselling-reduced',
      receivedAt: day(step),
      ...(step.pick % 3 && { payerName: 'A. Client', reference: `CA${step.size}` }),
    }),
  refund: (known: Known, step: Step) =>
    new RefundPayment({ ...payment(known, step), amount: money(BigInt(step.size * 313), 'CAD'), refundedAt: day(step) }),
  void: (known: Known, step: Step) => new VoidPayment({ ...payment(known, step), reason: 'recorded-twice' }),
  cover: (known: Known, { size }: Step) => new AdvanceFund({ ...asked(known), amount: cad(size) }),
  begin: (known: Known, { size, pick }: Step) => new StateOpeningBalance({ ...asked(known), owed: cad(size), paid: cad(pick) }),
  call: (known: Known, { pick }: Step) =>
    new LogCall({
      ...asked(known),
      rail: 'interac',
      address: 'someone@example.org',
      fitsThePromise: true,
      ...(pick % 3 === 0 && known.calls.length > 0 && { earlier: one(known.calls, pick) }),
    }),
  propose: (known: Known, { pick, size }: Step) =>
    new ProposePayout({ ...asked(known), call: one(known.calls, pick), amount: cad((size % 8) + 1) }),
  approve: (known: Known, step: Step) => new ApprovePayout(payout(known, step)),
  prepare: (known: Known, step: Step) => new PreparePayout({ ...payout(known, step), code: 'ABCD' }),
  show: (known: Known, step: Step) => new ShowPayoutCard(payout(known, step)),
  putBack: (known: Known, step: Step) => new PutBackPayout(payout(known, step)),
  send: (known: Known, step: Step) => new RecordPayoutSent({ ...payout(known, step), sentAt: day(step), againOnPurpose: true }),
  undo: (known: Known, step: Step) => new UndoPayoutSent(payout(known, step)),
  confirm: (known: Known, step: Step) => new ConfirmPayout({ ...payout(known, step), because: 'person-said-so' }),
  comeBack: (known: Known, step: Step) => new RecordPayoutReturned({ ...payout(known, step), reason: 'expired', returnedAt: day(step) }),
  cancel: (known: Known, step: Step) => new CancelPayout(payout(known, step)),
  close: (known: Known, { pick }: Step) => new CloseMonth({ ...asked(known), month: `2026-0${(pick % 3) + 1}` }),
  account: (known: Known, _step: Step) => new OpenAccount({ ...asked(known), name: 'Chequing', kind: 'bank', currency: 'CAD' }),
  steward: (known: Known, { pick, size }: Step) =>
    new ChangeSteward({
      ...asked(known),
      steward: one(known.stewards, pick),
      ...(size % 2 && { role: size % 3 ? 'auditor' : 'bookkeeper' }),
    }),
};

export const commandOf = (known: Known, step: Step): object => deeds[step.does](known, step);

/** Much that is common, little that is rare, so that a payout now and then comes all the way. */
const often: (keyof typeof deeds)[] = [
  'pay',
  'pay',
  'pay',
  'call',
  'propose',
  'propose',
  'approve',
  'approve',
  'prepare',
  'show',
  'send',
  'confirm',
  'steward',
  'steward',
];
const rare: (keyof typeof deeds)[] = ['refund', 'void', 'cover', 'begin', 'putBack', 'undo', 'comeBack', 'cancel', 'close', 'account'];

export const steps: fc.Arbitrary<Step> = fc.record({
  does: fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...often) }, { weight: 1, arbitrary: fc.constantFrom(...rare) }),
  pick: fc.nat(11),
  size: fc.integer({ min: 1, max: 60 }),
});
