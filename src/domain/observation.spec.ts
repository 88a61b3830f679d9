import { asked, cash, lineOf, refusalOf } from '../../test/support/given.js';
import {
  type Observation,
  type ObservationReview,
  type ObservationFact,
  type RecordedObservation,
  type Verdict,
  accountStream,
  evolveObservation,
  observationStream,
  openAccount,
  recordObservation,
  reviewObservation,
} from './observation.js';

const now = '2026-11-02T15:00:00.000Z';
const at = '2026-10-04T16:00:00.000Z';
const unseen = observationStream('o1').unborn;
const line = (amount = '200.00 CAD'): RecordedObservation => lineOf(amount);
const record = (verdict: Verdict, before: Observation = unseen, recorded = line()) =>
  recordObservation(before, recorded, verdict, 'p1', now, at);
const fold = (facts: readonly ObservationFact[]) => facts.reduce(evolveObservation, unseen);

describe('A line of a file is recorded with what the person said of it', () => {
  it.each<[string, Verdict, readonly string[], string]>([
    ['a payment', { becomes: 'payment', offering: 'ces-50' }, ['ObservationRecorded', 'ObservationMatched'], 'matched'],
    [
      'evidence for a payment that is in the books',
      { becomes: 'evidence', payment: 'p0' },
      ['ObservationRecorded', 'ObservationMatched'],
      'matched',
    ],
    [
      'none of the ledger’s business',
      { becomes: 'dismissed', reason: 'outside-this-ledger' },
      ['ObservationRecorded', 'ObservationDismissed'],
      'dismissed',
    ],
    ['to be looked at later', { becomes: 'to-review' }, ['ObservationRecorded'], 'to-review'],
  ])('%s', (_, verdict, said, status) => {
    const facts = record(verdict);
    expect(facts.map(({ type }) => type)).toEqual(said);
    expect(fold(facts).status).toBe(status);
  });

  it('a payment is matched with all of its amount, evidence with the payment that it is for', () => {
    expect(record({ becomes: 'payment', offering: 'ces-50' })[1]!.data).toMatchObject({ payment: 'p1', amount: cash('200.00 CAD') });
    expect(record({ becomes: 'evidence', payment: 'p0' })[1]!.data).toMatchObject({ payment: 'p0' });
  });

  it('the same line again adds nothing, whatever is said of it', () => {
    const seen = fold(record({ becomes: 'to-review' }));
    expect(record({ becomes: 'payment', offering: 'ces-50' }, seen)).toEqual([]);
  });

  it('money that went out never becomes a payment', () => {
    expect(refusalOf(() => record({ becomes: 'payment', offering: 'ces-50' }, unseen, line('-200.00 CAD')))).toBe(
      'observation/not-money-in',
    );
    expect(record({ becomes: 'dismissed', reason: 'outside-this-ledger' }, unseen, line('-200.00 CAD'))).toHaveLength(2);
  });
});

describe('A line that was left for another day', () => {
  const review = (observation: Observation, verdict: ObservationReview['verdict']) =>
    reviewObservation(observation, { ...asked, observation: 'o1', verdict }, 'p1', now);
  const dismiss = (observation: Observation) => review(observation, { becomes: 'dismissed', reason: 'not-income' });

  it('is put aside once, and opened again it waits again', () => {
    const waiting = record({ becomes: 'to-review' });
    const facts = [...waiting, ...dismiss(fold(waiting))];
    expect(dismiss(fold(facts))).toEqual([]);
    expect(fold([...facts, { type: 'ObservationReopened', data: { observation: 'o1' }, happenedAt: now }]).status).toBe('to-review');
  });

  it('becomes a payment after all', () => {
    const waiting = record({ becomes: 'to-review' });
    expect(review(fold(waiting), { becomes: 'payment', offering: 'ces-50' })[0]!.data).toMatchObject({
      payment: 'p1',
      amount: cash('200.00 CAD'),
    });
  });

  it('becomes no payment when it was put aside, or when the money went out', () => {
    const waiting = record({ becomes: 'to-review' });
    const aside = fold([...waiting, ...dismiss(fold(waiting))]);
    expect(refusalOf(() => review(aside, { becomes: 'payment', offering: 'ces-50' }))).toBe('observation/dismissed');
    const gone = fold(record({ becomes: 'to-review' }, unseen, line('-200.00 CAD')));
    expect(refusalOf(() => review(gone, { becomes: 'payment', offering: 'ces-50' }))).toBe('observation/not-money-in');
  });

  it.each<[string, Observation, string]>([
    ['while it is a payment', fold(record({ becomes: 'payment', offering: 'ces-50' })), 'observation/matched'],
    ['if it was never seen', unseen, 'observation/unknown'],
  ])('is never put aside %s', (_, observation, why) => {
    expect(refusalOf(() => dismiss(observation))).toBe(why);
  });
});

describe('An account is watched under a name of the steward’s own', () => {
  const open = (more: object) => openAccount('a1', { ...asked, name: ' Chequing ', kind: 'bank', currency: 'CAD', ...more }, now);

  it('in its currency', () => {
    const { evolve, unborn } = accountStream('a1');
    expect(open({})[0]!.data).toEqual({ account: 'a1', name: 'Chequing', kind: 'bank', currency: 'CAD' });
    const opened = { status: 'open', kind: 'bank', currency: 'CAD', statements: [] };
    expect(open({}).reduce(evolve, unborn)).toEqual(opened);
  });

  it.each<[string, object, string]>([
    ['no name', { name: ' ' }, 'name'],
    ['a name past 60 characters', { name: 'x'.repeat(61) }, 'name'],
    ['its number for a name', { name: 'RBC 1234567' }, 'name'],
    ['a currency nobody has', { currency: 'CDN' }, 'currency'],
  ])('not with %s', (_, more, field) => {
    expect(refusalOf(() => open(more))).toBe(field);
  });
});
