import type { RecordedObservation } from '../domain/observation.js';
import type { ObservedLine } from '../domain/observed.js';
import type { Sealing } from '../vault/sealing.js';

/** Where a line comes from. */
export interface Origin {
  readonly account: string;
  readonly source: string;
  readonly now: string;
}

/** A line on its way into the books: its id is made, its words are sealed under a key of its own. */
export function observationOf(line: ObservedLine, { account, source, now }: Origin, sealing: Sealing): RecordedObservation {
  const observation = sealing.newSubject('observation', { now });
  return {
    observation,
    account,
    source,
    day: line.day,
    amount: line.amount,
    ...(line.fee && { fee: line.fee }),
    method: line.method,
    reading: line.reading,
    ...(line.vouchedBy && { vouchedBy: line.vouchedBy }),
    text: sealing.seal(observation, 'observation.text', line.text),
    ...(line.name && { name: sealing.seal(observation, 'observation.name', line.name) }),
    ...(line.reference && { reference: sealing.seal(observation, 'observation.reference', line.reference) }),
    ...(line.settled && { settled: { amount: line.settled.amount, source: 'paypal' } }),
  };
}
