import { callStream, recipientStream } from '../../src/domain/call.js';
import { canonical, fromCanonical } from '../../src/domain/canonical.js';
import { type EventType, lift, schemas } from '../../src/domain/events.js';
import type { Fact } from '../../src/domain/fact.js';
import { feedbackStream } from '../../src/domain/feedback.js';
import { fundImbalance, fundStream } from '../../src/domain/fund.js';
import { ledgerStream } from '../../src/domain/ledger.js';
import { nothing } from '../../src/domain/money.js';
import { monthTotalsStream } from '../../src/domain/day-total.js';
import { monthStream } from '../../src/domain/month.js';
import { accountStream, observationStream } from '../../src/domain/observation.js';
import { payersStream } from '../../src/domain/payer.js';
import { paymentStream } from '../../src/domain/payment.js';
import { payoutStream } from '../../src/domain/payout.js';
import { payoutRulesStream } from '../../src/domain/payout-rules.js';
import { publicationStream } from '../../src/domain/publication.js';
import { isSealed } from '../../src/domain/sealed.js';
import { fullestToday } from './decided-today.js';
import { type Example, everWritten, knownSums, nameOf, storeMissing, storedExamples } from './examples.js';

// A new event type or version: `STORE_EXAMPLES=1 npx jest test/events`, then look at the new file and commit it.
if (process.env.STORE_EXAMPLES) storeMissing();
const examples = storedExamples();
/** `PayoutPaid` is its latest version, `PayoutPaid/1` the first. */
function named(step: string): { readonly one: Example; readonly all: readonly Example[] } {
  const [type, schema] = step.split('/') as [EventType, string?];
  const all = examples.filter((example) => example.type === type && (schema === undefined || example.schema === Number(schema)));
  return { one: all.find((example) => example.schema === Number(schema ?? schemas[type]))!, all };
}
const latest = (step: string) => named(step).one;

interface Run {
  readonly name: string;
  readonly unborn: unknown;
  readonly evolve: (state: never, fact: never) => unknown;
}
const opening = 'PayoutProposed PayoutAgreed PayoutPrepared PayoutAttemptStarted/1';
const onItsWay = 'PayoutProposed PayoutAgreed PayoutAttemptStarted/2 PayoutInDoubt PayoutAccepted';

/**
 * How each stream may run, so that every event is folded after those it follows in life. A type alone stands for its latest
 * version, and each of its others has to fit there too; with a version, for that one.
 */
const runs: readonly (readonly [stream: Run, types: string])[] = [
  [
    ledgerStream,
    'LedgerOpened StewardAdded PublicationRulesAdopted PledgePolicyAdopted OfferingDefined StewardRoleChanged StewardRemoved PublicAddressConfirmed',
  ],
  [ledgerStream, 'LedgerOpened PayersConfirmed ClosingBegan'],
  [paymentStream('p'), 'PaymentReceived PaymentRefunded PaymentReversed PaymentReinstated PaymentCorrected PaymentVoided'],
  [paymentStream('p'), 'PaymentReceived PaymentEvidenceFound PaymentEvidenceWithdrawn PaymentEvidenceFound'],
  [fundStream('CAD'), 'ObligationDerived ObligationAdjusted OpeningBalanceStated FundAdvanced AdvanceMet PayoutApproved PayoutReleased'],
  [fundStream('CAD'), 'FundAdvanced PayoutApproved PayoutDispatched PayoutRecalled PayoutDispatched PayoutSettled PayoutGivenBack'],
  [payersStream, 'PayerForgotten'],
  [accountStream('a'), 'AccountOpened StatementAsserted'],
  [observationStream('o'), 'ObservationRecorded ObservationDismissed ObservationReopened ObservationMatched'],
  [monthTotalsStream('a', '2026-10'), 'DayTotalStated DayTotalWithdrawn DayTotalStated'],
  [callStream('c'), 'CallLogged CallRechecked CallClosed'],
  [callStream('c'), 'CallLogged ConsentGiven ConsentWithdrawn CallWithdrawn'],
  [recipientStream('r'), 'RecipientKnown RecipientErased'],
  [
    payoutStream('po'),
    `${opening} PayoutNotSent PayoutAttemptStarted/1 PayoutSentByHand PayoutSendingUndone PayoutSentByHand PayoutMissed PayoutPaid/1 PayoutPublished PayoutReturned`,
  ],
  [payoutStream('po'), 'PayoutProposed PayoutAgreed PayoutCancelled'],
  [payoutStream('po'), 'PayoutProposed PayoutAgreed PayoutAttemptStarted/2 PayoutPutOff PayoutAttemptResumed'],
  [
    payoutStream('po'),
    'PayoutProposed PayoutAgreed PayoutAttemptStarted/2 PayoutInDoubt PayoutResendingStopped PayoutNeverExisted PayoutSurfaced',
  ],
  [payoutStream('po'), `${onItsWay} PayoutUnclaimed PayoutHeld PayoutMovedOn PayoutPaid/2 PayoutFeeCharged PayoutReversed PayoutReturned`],
  [payoutStream('po'), `${onItsWay} PayoutFailed`],
  [
    payoutRulesStream,
    'PayoutLimitAdopted PayoutLimitProposed PayoutAllowed PayoutsStopped PayoutsResumed ApproverAgreed ApproverAdmitted PayingAccountChosen',
  ],
  [monthStream('2026-10'), 'DifferenceExplained MonthClosed MonthRestated'],
  [publicationStream, 'PublicationMade CheckpointSigned'],
  [feedbackStream('f'), 'FeedbackReceived FeedbackAnswered FeedbackPublished FeedbackHidden'],
];

const read = ({ type, schema, text }: Example): Fact<string, unknown> => ({
  ...lift(type, schema, fromCanonical(text)),
  happenedAt: '2026-10-04T16:00:00.000Z',
});

function fold({ unborn, evolve }: Run, facts: readonly Fact<string, unknown>[]): unknown {
  return facts.reduce<unknown>((state, fact) => evolve(state as never, fact as never), unborn);
}

/** What a value is made of, without what it says. */
function shape(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value === null ? 'null' : typeof value;
  if (Array.isArray(value)) return value.slice(0, 1).map(shape);
  if (isSealed(value)) return 'sealed';
  return Object.fromEntries(
    Object.entries(value)
      .sort()
      .map(([key, member]) => [key, shape(member)]),
  );
}

describe('Whatever was once written can be read for good', () => {
  it('every version of every event has its stored example, and no other is stored', () => {
    expect(examples.map(nameOf).sort()).toEqual(everWritten().map(nameOf).sort());
  });

  it('none of them was changed since it was stored', () => {
    expect(new Map(examples.map((example) => [nameOf(example), example.sha256]))).toEqual(new Map([...knownSums()].sort()));
  });

  it.each(examples.map((example) => [nameOf(example), example] as const))('%s holds canonical bytes, and comes back as it went', (_, {
    text,
  }) => {
    expect(canonical(fromCanonical(text))).toBe(text);
  });

  it('every version of every type runs in some stream', () => {
    const run = runs.flatMap(([, steps]) => steps.split(' ')).flatMap((step) => named(step).all.map(nameOf));
    expect([...new Set(run)].sort()).toEqual(everWritten().map(nameOf).sort());
  });

  it.each(runs.map(([stream, steps]) => [`${stream.name}: ${steps}`, stream, steps.split(' ')] as const))('%s', (_, stream, steps) => {
    for (const [at, step] of steps.entries()) {
      const before = steps.slice(0, at).map((earlier) => read(latest(earlier)));
      for (const example of named(step).all) expect(() => fold(stream, [...before, read(example)])).not.toThrow();
    }
  });

  it('folded one after another they leave no fund out of balance', () => {
    for (const [stream, types] of runs.filter(([{ name }]) => name === 'fund/CAD')) {
      const fund = fold(
        stream,
        types.split(' ').map((type) => read(latest(type))),
      );
      expect(fundImbalance(fund as never)).toEqual(nothing('CAD'));
    }
  });
});

describe('What is written today has the shape that its version says', () => {
  it.each(Object.keys(schemas) as EventType[])('%s: another shape is another version, with a lift from this one', (type) => {
    const today = fullestToday(type);
    if (!today) throw new Error(`No decision in decided-today.ts writes ${type}. Add the one that does.`);
    expect(shape(fromCanonical(canonical(today.data)))).toEqual(shape(fromCanonical(latest(type).text)));
  });
});
