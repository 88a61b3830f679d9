import { canonical } from '../../src/domain/canonical.js';
import { EventReader } from '../../src/event-store/event-reader.js';
import { type Figure, alternate, reaches, staysUnder } from '../harness.js';
import { load } from '../load.js';
import { type AskedPeer, startPeer } from '../peers/ask.js';
import { noteData, takingNotes } from './note.js';
import type { Setting } from './setting.js';

const inFlight = 32;

/** Event stores on PostgreSQL that others use: the same bytes, one event a time, on the same server. */
export async function* peers(setting: Setting): AsyncGenerator<Figure> {
  const { here, ledger, pace, scratch } = setting;
  const decide = takingNotes(here, ledger);
  const speed = async () => (await load(inFlight, pace.loadMs, decide)).perSecond;
  for (const { name, product, times } of [
    { name: 'emmett', product: 'Emmett', times: 6 },
    { name: 'castore', product: 'Castore', times: 3 },
  ] as const) {
    const peer = await startPeer(scratch, name, canonical(noteData()));
    const theirs = async () => (await peer.load(inFlight, pace.loadMs)).perSecond;
    for (const side of [speed, theirs]) await side();
    yield {
      what: `decide, ${inFlight} in flight`,
      against: `${product}'s append of one event, as many in flight`,
      unit: '/s',
      ...(await alternate(pace.rounds, speed, theirs, here.settled)),
      target: reaches(times, 'ratio'),
    };
    if (name === 'emmett') yield* losses(setting, peer);
    await peer.end();
  }
}

/** All rounds together: one event lost in one of them is one too many. */
async function* losses(setting: Setting, emmett: AskedPeer): AsyncGenerator<Figure> {
  const { here, pace } = setting;
  const ours = () => lostToOurReader(setting);
  const theirs = () => emmett.lostUnder(inFlight, pace.loadMs);
  const sides = await alternate(pace.rounds, ours, theirs, here.settled);
  const together = (lost: readonly number[]) => [lost.reduce((sum, each) => sum + each)];
  yield {
    what: `events a reader missed while ${inFlight} wrote, all rounds together`,
    against: "Emmett's consumer while as many wrote",
    unit: 'lost',
    ours: together(sides.ours),
    theirs: together(sides.theirs),
    target: staysUnder(1, 'ours'),
  };
}

/** Reads on from position to position while others write. @throws Error when an event comes twice or out of order */
async function lostToOurReader({ here, ledger, pace }: Setting): Promise<number> {
  const reader = here.app.get(EventReader, { strict: false });
  const decide = takingNotes(here, ledger);
  const appended = new Set<bigint>();
  const came = new Set<bigint>();
  let position = await reader.head(ledger);
  let isOver = false;
  const readOn = async (): Promise<void> => {
    for await (const event of reader.all(ledger, position)) {
      if (event.position <= position) throw new Error(`Event ${event.position} came after event ${position}.`);
      position = event.position;
      came.add(position);
    }
  };
  const reading = (async () => {
    while (!isOver) await readOn();
    await readOn();
  })();
  await load(inFlight, pace.loadMs, async () => {
    for (const event of (await decide()).events) appended.add(event.position);
  });
  isOver = true;
  await reading;
  return [...appended].filter((each) => !came.has(each)).length;
}
