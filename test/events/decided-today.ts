import { createHash } from 'node:crypto';
import type { Call, Recipient } from '../../src/domain/call.js';
import { callStream, closeCall, evolveCall, evolveRecipient, logCall, recipientStream } from '../../src/domain/call.js';
import type { Instant } from '../../src/domain/calendar.js';
import { assertStatement } from '../../src/domain/statement.js';
import { type DayTotalFact, evolveMonthTotals, monthTotalsStream, stateDayTotals, withdrawDayTotal } from '../../src/domain/day-total.js';
import { canonical } from '../../src/domain/canonical.js';
import type { EventType, LedgerEvent } from '../../src/domain/events.js';
import { reopenObservation } from '../../src/domain/evidence.js';
import { type Fund, advanceFund, emptyFund, evolveFund } from '../../src/domain/fund.js';
import {
  type Books,
  type LedgerFact,
  adoptPublicationRules,
  changeSteward,
  confirmPayers,
  confirmPublicAddress,
  evolveBooks,
  ledgerStream,
  openBooks,
  openLedger,
} from '../../src/domain/ledger.js';
import { closeMonth } from '../../src/domain/month.js';
import {
  type Observation,
  evolveObservation,
  observationStream,
  openAccount,
  recordObservation,
  reviewObservation,
} from '../../src/domain/observation.js';
import { giveConsent, withdrawConsent } from '../../src/domain/consent.js';
import { defineOffering } from '../../src/domain/offering.js';
import { paymentStream } from '../../src/domain/payment.js';
import { type PayoutFact, evolvePayout, payoutStream } from '../../src/domain/payout.js';
import * as decide from '../../src/domain/payout-decisions.js';
import { proposePayout } from '../../src/domain/payout-proposal.js';
import { adoptPledgePolicy } from '../../src/domain/pledge.js';
import { evolvePublication, type PublicationMade, publicationStream } from '../../src/domain/publication.js';
import type { PublicationBooks } from '../../src/domain/publication-books.js';
import { logOrigin, publishDue, randomBytesNeeded } from '../../src/domain/publication-decision.js';
import { signCheckpoint } from '../../src/domain/signed-head.js';
import { utf8 } from '../../src/public-log/bytes.js';
import { signHead } from '../../src/publisher/head-note.js';
import { signingKey } from '../../src/public-log/note-key.js';
import { leafHash, treeRoot } from '../../src/public-log/tree.js';
import { asked, cash, offerings, promise, sealed } from '../support/given.js';
import { paymentFacts } from './payments-decided-today.js';
import { feedbackFacts } from './decided-feedback.js';
import { payoutRulesFacts, payoutsByApi } from './decided-payouts.js';

/** Ids as they stand in the books: UUIDs that grow with time; here they count. */
const id = (count: number): string => `01990000-0000-7000-8000-${String(count).padStart(12, '0')}`;
const [steward, approver, payment, observation, account, call, recipient, payout] = [1, 2, 3, 4, 5, 6, 7, 8].map(id) as [
  string,
  string,
  string,
  string,
  string,
  string,
  string,
  string,
];
const opened: Instant = '2026-10-01T13:00:00.000Z';
const now: Instant = '2026-11-02T15:00:00.000Z';
const late = { month: '2026-11', belongsTo: '2026-10' };

/** One event of each type as the decisions of today write it, in the order in which a ledger lives them, stream by stream. */
export function decidedToday(): readonly LedgerEvent[] {
  const terms = ledgerFacts();
  const books = terms.reduce(evolveBooks, ledgerStream.unborn);
  const cast = { payout, account, steward, approver, person: knownRecipient(), opened, now };
  return [
    ...terms,
    ...paymentFacts(books, { payment, account, observation, payer: id(9), line, late, opened, now }),
    ...accountAndObservationFacts(),
    ...totalFacts(),
    ...callAndRecipientFacts(),
    ...payoutFacts(books),
    ...payoutsByApi(cast),
    ...payoutRulesFacts(books, cast),
    ...monthFacts(books),
    ...publicationFacts(books),
    ...feedbackFacts(id(10), now),
  ];
}

function ledgerFacts(): readonly LedgerFact[] {
  const steps: readonly ((books: Books) => readonly LedgerFact[])[] = [
    (books) =>
      openLedger(books, { ...asked, slug: 'river', name: 'River practice', zone: 'America/Toronto', currency: 'CAD', steward }, opened),
    (books) => adoptPledgePolicy(books, { ...promise, startsOn: '2026-10-01' }, opened),
    (books) => defineOffering(books, { ...asked, ...offerings[0]! }, opened),
    (books) => adoptPublicationRules(books, { ...asked, preset: 'guarded', pledgeEvery: 'quarterly' }, opened),
    (books) => changeSteward(books, { ...asked, steward: approver, role: 'auditor' }, opened),
    (books) => changeSteward(books, { ...asked, steward: approver, role: 'approver' }, opened),
    (books) => changeSteward(books, { ...asked, steward: approver }, opened),
    (books) => confirmPublicAddress(books, { ...asked, address: 'ledger.example' }, opened),
    (books) => confirmPayers(books, { ...asked, period: '2026-10', currency: 'CAD' }, now),
    (books) => closeMonth({ status: 'open' }, { status: 'open' }, books, { ...asked, month: '2026-10' }, now).books,
  ];
  const facts: LedgerFact[] = [];
  for (const step of steps) facts.push(...step(facts.reduce(evolveBooks, ledgerStream.unborn)));
  return facts;
}

const line = {
  observation,
  account,
  source: 'paypal-activity',
  day: '2026-10-04',
  amount: cash('200.00 USD'),
  fee: cash('6.10 USD'),
  method: 'paypal',
  reading: 'money-in',
  text: sealed(observation),
} as const;

/** With all that a line can carry, though none carries it all. */
const fullLine = {
  ...line,
  settled: { amount: cash('272.50 CAD'), source: 'paypal' },
  name: sealed(observation),
  reference: sealed(observation),
  vouchedBy: 'signature',
} as const;

function accountAndObservationFacts(): readonly LedgerEvent[] {
  const unseen = observationStream(observation).unborn;
  const matched = recordObservation(unseen, line, { becomes: 'payment', offering: 'ces-50' }, payment, now, '2026-10-04T16:00:00.000Z');
  const toReview: Observation = matched.slice(0, 1).reduce(evolveObservation, unseen);
  return [
    ...openAccount(account, { ...asked, name: 'PayPal', kind: 'paypal', currency: 'CAD' }, opened),
    ...assertStatement(
      { status: 'open', kind: 'paypal', currency: 'CAD', statements: [] },
      { ...asked, account, from: '2026-09-01', through: '2026-09-30', opening: cash('120.00 CAD'), closing: cash('84.50 CAD') },
      'America/Toronto',
      now,
    ),
    ...matched,
    ...recordObservation(unseen, fullLine, { becomes: 'to-review' }, undefined, now, '2026-10-04T16:00:00.000Z'),
    ...reviewObservation(
      toReview,
      { ...asked, observation, verdict: { becomes: 'dismissed', reason: 'outside-this-ledger' } },
      'unused',
      now,
    ),
    ...reopenObservation({ status: 'dismissed', recorded: line }, paymentStream('none').unborn, now).observation,
  ];
}

function totalFacts(): readonly DayTotalFact[] {
  const unsaid = monthTotalsStream(account, '2026-10').unborn;
  const totals = [{ day: '2026-10-04', method: 'interac', amount: cash('2400.00 CAD'), count: 12 }] as const;
  const open = { status: 'open', kind: 'bank', currency: 'CAD', statements: [] } as const;
  const stated = stateDayTotals(open, [unsaid], { ...asked, account, totals }, 'America/Toronto', now).flat();
  const place = { day: '2026-10-04', method: 'interac', currency: 'CAD' } as const;
  return [...stated, ...withdrawDayTotal(stated.reduce(evolveMonthTotals, unsaid), { ...asked, account, ...place }, now)];
}

function logged() {
  const entry = {
    ...asked,
    link: 'https://bsky.app/profile/someone',
    asked: cash('120.00 CAD'),
    neededBy: '2026-10-20',
    rail: 'interac',
    address: 'sealed below',
    fitsThePromise: true,
  } as const;
  const made = {
    call,
    recipient,
    name: 'maple-otter',
    link: sealed(call),
    person: sealed(recipient),
    address: sealed(recipient),
    payee: sealed(recipient),
  };
  return logCall(recipientStream(recipient).unborn, entry, made, opened);
}
const openCall = (): Call => logged().call.reduce(evolveCall, callStream(call).unborn);
const consentingCall = (): Call => giveConsent(openCall(), { ...asked, call, consent: 'receipt' }, now).reduce(evolveCall, openCall());
const knownRecipient = (): Recipient => logged().recipient.reduce(evolveRecipient, recipientStream(recipient).unborn);

function callAndRecipientFacts(): readonly LedgerEvent[] {
  return [
    ...logged().call,
    { type: 'CallRechecked', data: { call, stillOpen: true }, happenedAt: now },
    ...closeCall(openCall(), { ...asked, call, reason: 'answered' }, now),
    { type: 'CallWithdrawn', data: { call }, happenedAt: now },
    ...giveConsent(openCall(), { ...asked, call, consent: 'receipt' }, now),
    ...withdrawConsent(consentingCall(), { ...asked, call, consent: 'receipt' }, now),
    ...logged().recipient,
    { type: 'RecipientErased', data: { recipient }, happenedAt: now },
  ];
}

/** A payout in another currency through every stage; each decision is asked with what the ones before it came to. */
function payoutFacts(books: Books): readonly LedgerEvent[] {
  let state = payoutStream(payout).unborn;
  let fund: Fund = advanceFund(cash('100.00 CAD'), '2026-10', opened).reduce(evolveFund, emptyFund('CAD'));
  const facts: LedgerEvent[] = [];
  const act = { ...asked, payout, by: `account:${steward}` };
  const then = (decided: decide.PayoutOutcome | readonly PayoutFact[], keep = true) => {
    const outcome: decide.PayoutOutcome = 'payout' in decided ? decided : { payout: [...decided], fund: [] };
    facts.push(...outcome.payout, ...outcome.fund);
    if (!keep) return;
    state = outcome.payout.reduce(evolvePayout, state);
    fund = outcome.fund.reduce(evolveFund, fund);
  };
  const given = { amount: cash('54.63 CAD'), source: 'paypal' };
  then(
    proposePayout(
      state,
      payout,
      sealed(recipient),
      openCall(),
      knownRecipient(),
      books,
      { ...asked, call, amount: cash('40.00 USD'), given },
      opened,
    ),
  );
  then(decide.approvePayout(state, fund, knownRecipient(), opened));
  then(decide.cancelPayout(state, fund, opened), false);
  then(decide.preparePayout(state, { ...act, code: 'KX4Q' }, opened));
  then(decide.showPayoutCard(state, knownRecipient(), act.by, opened));
  then(decide.putBackPayout(state, act.by, opened));
  then(decide.showPayoutCard(state, knownRecipient(), act.by, opened));
  then(decide.recordPayoutSent(state, fund, { ...act, sentAt: '2026-10-05T16:00:00.000Z' }, sealed(payout), false, late, now));
  then(decide.undoPayoutSent(state, fund, act.by, now));
  then(decide.recordPayoutSent(state, fund, { ...act, sentAt: '2026-10-05T16:00:00.000Z' }, sealed(payout), false, late, now));
  then({ payout: decide.sayPayoutMissing(state, now), fund: [] });
  then(decide.confirmPayout(state, fund, { ...act, because: 'person-said-so' }, now));
  then([{ type: 'PayoutPublished', data: { payout, period: '2026-10' }, happenedAt: now }]);
  then(decide.recordPayoutReturned(state, fund, { ...act, reason: 'sent-back', returnedAt: now }, late));
  return facts;
}

const monthFacts = (books: Books): readonly LedgerEvent[] =>
  closeMonth({ status: 'open' }, { status: 'closed' }, books, { ...asked, month: '2026-10' }, now).month;

/** A first publication with all that one can hold: opening, pledge, a batch with its conversion, something kept back. */
function publicationFacts(books: Books): readonly LedgerEvent[] {
  const { rules } = openBooks(books);
  const from: PublicationBooks = {
    address: { origin: logOrigin('ledger.example', 'river'), confirmedAt: opened },
    since: '2026-10',
    homeCurrency: 'CAD',
    practice: { label: 'river', terms: [{ from: '2026-10', rateBp: 2000 }] },
    rules: [rules[0]!],
    payersConfirmed: [],
    accruals: [
      { ref: '1', kind: 'opening', currency: 'CAD', month: '2026-10', owedMinor: 15_000n },
      ...Array.from({ length: 6 }, (_, count) => ({
        ref: id(count + 20),
        kind: 'payment' as const,
        currency: 'CAD',
        month: '2026-10',
        owedMinor: 4000n,
        payer: `${count}`,
      })),
    ],
    payouts: Array.from({ length: 5 }, (_, count) => ({
      payoutId: id(count + 30),
      person: `${count}`,
      paid: cash('10.02 USD'),
      given: cash('13.65 CAD'),
      month: '2026-10',
      finalAt: '2026-10-28T12:00:00.000Z',
    })),
    returns: [],
    published: [],
  };
  const outputLength = randomBytesNeeded(publicationStream.unborn, from);
  const randomness = createHash('shake256', { outputLength }).update('as good as random').digest();
  const made = publishDue(publicationStream.unborn, from, '2026-12-08T16:00:00.000Z', randomness);
  return [...made, ...signCheckpoint(made.reduce(evolvePublication, publicationStream.unborn), headOf(made), now)];
}

const headOf = (made: readonly PublicationMade[]) => {
  const entries = made.flatMap(({ data }) => data.entries).map(utf8);
  const key = signingKey(logOrigin('ledger.example', 'river'), 'log', new Uint8Array(32).fill(7));
  return signHead(key, entries.length, treeRoot(entries.map(leafHash)));
};

/** Of the events of a type that today's decisions write, the one with the most to say. */
export const fullestToday = (type: EventType): LedgerEvent | undefined =>
  decidedToday()
    .filter((event) => event.type === type)
    .sort((a, b) => Object.keys(b.data).length - Object.keys(a.data).length || canonical(b.data).length - canonical(a.data).length)[0];
