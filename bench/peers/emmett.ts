import { setTimeout as sleep } from 'node:timers/promises';
import { getPostgreSQLEventStore } from '@event-driven-io/emmett-postgresql';
import { v7 } from 'uuid';
import { load } from '../load.js';
import { answerAs, eventData } from './peer.js';

/** For so long nothing may come before the rest counts as lost. */
const quietMs = 2000;

// Everything else it finds in libpq's environment.
const store = getPostgreSQLEventStore(`postgresql:///${process.env.PGDATABASE}`);
await store.schema.migrate();
const data = eventData();

const append = async (): Promise<bigint> =>
  (await store.appendToStream(`payment-${v7()}`, [{ type: 'PaymentReceived', data }])).lastEventGlobalPosition;

/** What it calls a consumer, from the event that is last now. */
async function lostUnder(inFlight: number, forMs: number): Promise<number> {
  const lastCheckpoint = await append();
  const appended = new Set<bigint>();
  const came = new Set<bigint>();
  let cameLast = performance.now();
  const consumer = store.consumer();
  consumer.reactor({
    processorId: v7(),
    startFrom: { lastCheckpoint },
    eachMessage: ({ metadata }: { metadata: { globalPosition: bigint } }) => {
      came.add(metadata.globalPosition);
      cameLast = performance.now();
    },
  });
  const running = consumer.start();
  await load(inFlight, forMs, async () => appended.add(await append()));
  cameLast = performance.now();
  while (performance.now() - cameLast < quietMs && came.size < appended.size) await sleep(50);
  await consumer.stop();
  await running;
  return [...appended].filter((position) => !came.has(position)).length;
}

answerAs({ append, lostUnder, close: () => store.close() });
