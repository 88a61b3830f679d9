import { type Fact, type Stream, newborn } from '../../src/domain/fact.js';
import { money } from '../../src/domain/money.js';
import { type Decided, EventStore } from '../../src/event-store/event-store.js';
import { newId } from '../../src/event-store/ids.js';
import { steward } from '../bench-ledger.js';
import type { InProgram } from '../in-program.js';

/** What is appended where the store alone is measured: a type from which no row is derived, about 600 bytes long. */
export const noteType = 'PayersConfirmed';
type Note = Fact<typeof noteType, ReturnType<typeof noteData>>;

class TakeNote {
  constructor(readonly input: { readonly ledger: string; readonly by: string; readonly request: string }) {}
}

/** Many fields, as a payment has them: one long text would be read and written faster than what really comes in. */
export const noteData = () => ({
  period: '2026-10',
  currency: 'CAD',
  payment: id(),
  account: id(),
  observation: id(),
  amount: money(20000n, 'CAD'),
  fee: money(610n, 'CAD'),
  taxIncluded: money(952n, 'CAD'),
  tax: { treatment: 'taxable', rateBp: 500 },
  settled: { amount: money(20000n, 'CAD'), source: 'paypal' },
  method: 'interac',
  offering: 'ces-50',
  insidePledge: true,
  policyVersion: 1,
  month: '2026-10',
  belongsTo: '2026-09',
});

const taken = { status: 'taken' } as const;
type State = { readonly status: 'unknown' } | typeof taken;
const id = (): string => newId(Date.now);
const noteStream = (): Stream<State, Note> =>
  newborn<State, Note>({ name: `bench/${id()}`, unborn: { status: 'unknown' }, evolve: () => taken });

/** A decision like any other: it reads its stream, says no where it must, and comes to as many events as asked for. */
export function takingNotes({ app }: InProgram, ledger: string, count = 1): () => Promise<Decided> {
  const events = app.get(EventStore, { strict: false });
  return () =>
    events.decide(
      new TakeNote({ ledger, by: steward, request: id() }),
      { notes: Array.from({ length: count }, noteStream) },
      ({ notes }, now) => ({
        notes: notes.map((note) => {
          if (note.status === 'taken') throw new Error('This note has been taken before.');
          return [{ type: noteType, data: noteData(), happenedAt: now } as const];
        }),
      }),
    );
}
