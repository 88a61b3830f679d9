import { inParts } from '../../src/event-store/in-parts.js';
import { type Figure, alternate, reaches } from '../harness.js';
import { noteType, takingNotes } from './note.js';
import type { Setting } from './setting.js';

/** As the program itself cuts a long file. */
const part = 500;
const parts = 16;
const batch = part * parts;

/** A bank's file: many events that arrive together. */
export async function* batches(setting: Setting): AsyncGenerator<Figure> {
  const { here, pace, bare } = setting;
  const append = appendingBatches(setting);
  const speed = async () => {
    const from = performance.now();
    const count = await append();
    return (count * 1000) / (performance.now() - from);
  };
  const copy = () => bare.copyLike(noteType, batch);
  for (const side of [speed, copy, speed, copy]) await side();
  yield {
    what: `${batch} events in ${parts} parts, two on their way at once`,
    against: 'one COPY of as many ready lines, into the same indexes',
    unit: '/s',
    ...(await alternate(pace.rounds, speed, copy, here.settled)),
    target: reaches(0.7, 'ratio'),
  };
}

/** The store's way of taking many at once, and the only line here that knows it. @returns how many were taken */
function appendingBatches({ here, ledger }: Setting): () => Promise<number> {
  const takeMany = takingNotes(here, ledger, part);
  return async () => {
    let taken = 0;
    await inParts(Array.from({ length: parts }), takeMany, ({ events }) => (taken += events.length));
    return taken;
  };
}
