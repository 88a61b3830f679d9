import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { v7 } from 'uuid';
import { ApiTokens } from '../src/access/api-tokens.js';
import { addDays, instant } from '../src/domain/calendar.js';
import type { Fact, Stream } from '../src/domain/fact.js';
import { money } from '../src/domain/money.js';
import { RecordPayment } from '../src/domain/payment.js';
import { EventStore } from '../src/event-store/event-store.js';
import { BareInsert } from './bare-insert.js';
import { openBenchLedger, send, slug, steward } from './bench-ledger.js';
import { type Figure, alternate, medianOf, perSecond, staysUnder, takeTurns } from './harness.js';
import { type InProgram, startHere } from './in-program.js';
import { OneConnection } from './one-connection.js';
import type { Scratch } from './scratch.js';

const rounds = 7;
const acts = 150;
const warmUp = 500;
const poolSizes = [1, 2, 4, 8, 16, 32];
const actsInFlight = 800;

/** What an event costs on its way into the books, beside one row that is merely inserted, through the same pool. */
export async function* eventStore(scratch: Scratch): AsyncGenerator<Figure> {
  const here = await startHere(scratch);
  const ledger = await openBenchLedger(here.app);
  const record = () => send(here.app, newPayment(ledger));
  await record();
  const bare = await BareInsert.into(here.runtime.connections);
  const insert = () => bare.write(here.pool);
  const decide = decideOneEvent(here, ledger);
  const post = await postingPayments(scratch, here, ledger);
  for (const act of [insert, decide, record, post]) await medianOf(warmUp, act); // compiled, planned and cached, as on any working day

  const against = 'a bare single-row INSERT commit, the two taking turns';
  const beside = async (act: () => Promise<unknown>) => ({
    against,
    unit: 'ms' as const,
    ...(await takeTurns(rounds, acts, act, insert, here.settled)),
  });
  yield { what: 'POST /api/v1/ledgers/{ledger}/payments, one in flight', ...(await beside(post)), target: staysUnder(5, 'ratio') };
  yield { what: 'RecordPayment on the CommandBus: the same without HTTP', ...(await beside(record)) };
  yield { what: 'decide alone: one event, from which nothing is derived', ...(await beside(decide)) };

  const warm = await alternate(
    rounds,
    () => medianOf(acts, post),
    () => medianOf(acts, insert),
  );
  yield { what: 'POST, each side repeated by itself', against: 'the bare INSERT commit, repeated by itself', unit: 'ms', ...warm };

  const { pool, size } = await fastestPool(scratch, here, bare);
  const many = await alternate(
    3,
    () => perSecond(actsInFlight, 32, record),
    () => perSecond(actsInFlight, size, () => bare.write(pool)),
  );
  yield {
    what: 'RecordPayment, 32 in flight',
    against: `bare INSERT commits, ${size} in flight, where they are fastest`,
    unit: '/s',
    ...many,
  };
}

const newPayment = (ledger: string): RecordPayment =>
  new RecordPayment({
    ledger,
    by: steward,
    request: v7(),
    amount: money(20000n, 'CAD'),
    method: 'interac',
    offering: 'ces-50',
    receivedAt: instant(Date.now()),
  });

class TakeNote {
  constructor(readonly input: { readonly ledger: string; readonly by: string; readonly request: string }) {}
}
type Note = Fact<'PayersConfirmed', { readonly period: string; readonly currency: string }>;

/** The store itself: lock, request, chain and commit, around a decision that decides nothing. */
function decideOneEvent({ app }: InProgram, ledger: string): () => Promise<unknown> {
  const events = app.get(EventStore, { strict: false });
  return () => {
    const note: Stream<undefined, Note> = { name: `bench/${v7()}`, unborn: undefined, evolve: () => undefined, isNew: true };
    return events.decide(new TakeNote({ ledger, by: steward, request: v7() }), { note }, (_states, happenedAt) => ({
      note: [{ type: 'PayersConfirmed' as const, data: { period: '2026-10', currency: 'CAD' }, happenedAt }],
    }));
  };
}

/** The road that a program takes: a token, JSON, one payment after another. */
async function postingPayments(scratch: Scratch, { app }: InProgram, ledger: string): Promise<() => Promise<void>> {
  const now = instant(Date.now());
  const token = await app
    .get(ApiTokens, { strict: false })
    .issue(ledger, { role: 'bookkeeper', label: 'bench', expiresAt: addDays(now, 2), by: steward });
  const { port } = app.getHttpServer().address() as AddressInfo;
  const head = [`POST /api/v1/ledgers/${slug}/payments HTTP/1.1`, `Authorization: Bearer ${token}`, 'Content-Type: application/json'];
  const body = { amount: { amount: '200.00', currency: 'CAD' }, method: 'interac', offering: 'ces-50', receivedAt: now };
  const connection = await OneConnection.to(port, head, JSON.stringify(body), 201);
  scratch.closeLater(async () => connection.end());
  return () => connection.send();
}

/** A bare insert at its best, so that nothing looks good beside a pool that was chosen badly. */
async function fastestPool(scratch: Scratch, { runtime }: InProgram, bare: BareInsert): Promise<{ pool: pg.Pool; size: number }> {
  const found: { pool: pg.Pool; size: number; speed: number }[] = [];
  for (const size of poolSizes) {
    const pool = new pg.Pool({ ...runtime.connections.service, max: size });
    scratch.closeLater(() => pool.end());
    await perSecond(actsInFlight / 2, size, () => bare.write(pool));
    found.push({ pool, size, speed: await perSecond(actsInFlight, size, () => bare.write(pool)) });
  }
  return found.reduce((best, each) => (each.speed > best.speed ? each : best));
}
