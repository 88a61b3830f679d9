import { asked, cash, promising, refusalOf, sealed } from '../../test/support/given.js';
import { type Witnesses, findEvidence, isClaimed, reopenObservation } from './evidence.js';
import {
  type Observation,
  type ObservationFact,
  type RecordedObservation,
  evolveObservation,
  observationStream,
  recordObservation,
} from './observation.js';
import { type Payment, evolvePayment, paymentStream, recordPayment } from './payment.js';
import { voidPayment } from './payment-changes.js';

const now = '2026-11-02T15:00:00.000Z';
const at = '2026-10-04T16:00:00.000Z';
const books = promising();
const line = (observation = 'o1', amount = '200.00 CAD'): RecordedObservation => ({
  observation,
  account: 'a1',
  source: 'rbc-chequing',
  day: '2026-10-04',
  amount: cash(amount),
  method: 'interac',
  reading: 'money-in',
  text: sealed(),
});
const nobody = paymentStream('p1').unborn;
const paid = (more: { observation?: string } = {}): Payment =>
  recordPayment(nobody, 'p1', { amount: cash('200.00 CAD'), method: 'interac', offering: 'ces-50', receivedAt: at, ...more }, {}, books, {
    month: '2026-10',
  }).payment.reduce(evolvePayment, nobody);
const voided = (payment: Payment): Payment =>
  voidPayment(payment, { ...asked, payment: 'p1', reason: 'recorded-twice' }, books, { month: '2026-11' }, now).payment.reduce(
    evolvePayment,
    payment,
  );
const found = (payment: Payment, of = line(), known: Witnesses = new Map()) => findEvidence(payment, of, known, 'line 9', now);
const spokenFor = (payment = paid(), of = line()) => found(payment, of).reduce(evolvePayment, payment);
const fold = (facts: readonly ObservationFact[], from: Observation = observationStream('o1').unborn) =>
  facts.reduce(evolveObservation, from);
const matched = (): Observation =>
  fold(recordObservation(observationStream('o1').unborn, line(), { becomes: 'evidence', payment: 'p1' }, 'p1', now, at));

describe('A line speaks for a payment', () => {
  it('of the same amount, which stands and has no line yet', () => {
    expect(found(paid())).toEqual([{ type: 'PaymentEvidenceFound', data: { payment: 'p1', observation: 'o1' }, happenedAt: now }]);
  });

  it.each<[string, () => unknown]>([
    ['that has a line already', () => found(spokenFor(), line('o2'))],
    ['that was made from a line', () => found(paid({ observation: 'o0' }))],
    ['of another amount', () => found(paid(), line('o1', '200.01 CAD'))],
    ['of another currency', () => found(paid(), line('o1', '200.00 USD'))],
    ['that was taken out of the books', () => found(voided(paid()))],
    ['that nobody recorded', () => found(nobody)],
  ])('never for one %s, and the fault names the line', (_, act) => {
    expect(refusalOf(act)).toBe('line 9');
  });

  describe('beside a witness of the other kind', () => {
    const mail = (observation: string): RecordedObservation => ({ ...line(observation), source: 'interac-mail' });
    const known: Witnesses = new Map([
      ['o0', { payment: 'p1', is: 'file' }],
      ['m0', { payment: 'p1', is: 'mail' }],
    ]);

    it('a mail speaks for a payment that was made from a line, and a line for one that was made from a mail', () => {
      expect(found(paid({ observation: 'o0' }), mail('m1'), known)).toHaveLength(1);
      expect(found(paid({ observation: 'm0' }), line('o1'), known)).toHaveLength(1);
    });

    it('no second mail, no second line, and none after both', () => {
      expect(refusalOf(() => found(paid({ observation: 'm0' }), mail('m1'), known))).toBe('line 9');
      const both = found(paid({ observation: 'o0' }), mail('m0'), known).reduce(evolvePayment, paid({ observation: 'o0' }));
      expect(refusalOf(() => found(both, mail('m1'), known))).toBe('line 9');
      expect(refusalOf(() => found(both, line('o1'), known))).toBe('line 9');
    });

    it('what came a moment ago, and is not known yet, counts as one of the same kind', () => {
      expect(refusalOf(() => found(spokenFor(), mail('m1')))).toBe('line 9');
    });

    it('a match that only the rows know is claimed by its kind, and not by the line itself', () => {
      expect(isClaimed(known, 'p1', 'mail')).toBe(true);
      expect(isClaimed(known, 'p1', 'mail', 'm0')).toBe(false);
      expect(isClaimed(known, 'p2', 'mail')).toBe(false);
    });
  });

  it('never when its money went out', () => {
    expect(refusalOf(() => found(paid(), line('o1', '-200.00 CAD')))).toBe('observation/not-money-in');
  });
});

describe('A line is opened again', () => {
  it('when it was put aside by mistake', () => {
    const aside: Observation = { status: 'dismissed', recorded: line() };
    const { observation, payments } = reopenObservation(aside, [], now);
    expect([fold(observation, aside).status, payments]).toEqual(['to-review', []]);
  });

  it('when it was matched by mistake: its payment stands, and waits for another line', () => {
    const payment = spokenFor();
    const outcome = reopenObservation(matched(), [payment], now);
    expect(fold(outcome.observation, matched()).status).toBe('to-review');
    const left = outcome.payments[0]!.reduce(evolvePayment, payment);
    expect(left).toEqual(paid());
    expect(found(left, line('o2'))).toHaveLength(1);
  });

  it('when it was matched before payments themselves knew their line', () => {
    const outcome = reopenObservation(matched(), [paid()], now);
    expect([outcome.observation.length, outcome.payments]).toEqual([1, [[]]]);
  });

  it('once: one that waits already goes on waiting', () => {
    expect(reopenObservation({ status: 'to-review', recorded: line() }, [], now)).toEqual({ observation: [], payments: [] });
  });

  it('never while the payment that it became stands; once that is out of the books, it may', () => {
    const became = paid({ observation: 'o1' });
    expect(refusalOf(() => reopenObservation(matched(), [became], now))).toBe('observation/is-a-payment');
    expect(reopenObservation(matched(), [voided(became)], now)).toMatchObject({
      observation: [{ type: 'ObservationReopened' }],
      payments: [[]],
    });
  });

  it('never if it was never seen', () => {
    expect(refusalOf(() => reopenObservation(observationStream('o1').unborn, [], now))).toBe('observation/unknown');
  });
});
