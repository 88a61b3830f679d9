import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { v7 } from 'uuid';
import { ApiTokens } from '../src/access/api-tokens.js';
import { createWebApplication } from '../src/application.js';
import { addDays, instant } from '../src/domain/calendar.js';
import type { Fact, Stream } from '../src/domain/fact.js';
import { money } from '../src/domain/money.js';
import { RecordPayment } from '../src/domain/payment.js';
import { EventStore } from '../src/event-store/event-store.js';
import { type Runtime, openRuntime } from '../src/runtime.js';
import { loadSettings } from '../src/settings.js';
import { BareInsert } from './bare-insert.js';
import { openBenchLedger, send, slug, steward } from './bench-ledger.js';
import { cleanEnvironment } from './child.js';
import { type Figure, alternate, medianOf, perSecond, staysUnder } from './harness.js';
import type { Scratch } from './scratch.js';

const rounds = 7;
const acts = 150;
const poolSizes = [2, 4, 8, 16, 32];
const actsInFlight = 1000;

/** What one event costs on its way into the books, beside one row that is merely inserted, through the same pool. */
export async function* eventStore(scratch: Scratch): AsyncGenerator<Figure> {
  const { app, runtime, pool } = await startHere(scratch);
  const ledger = await openBenchLedger(app);
  const record = () => send(app, newPayment(ledger));
  await record();
  const bare = await BareInsert.into(runtime.connections);
  const insert = () => bare.write(pool);
  const decide = decideOneEvent(app, ledger);
  const post = await postingPayments(scratch, app, ledger);
  for (const act of [insert, decide, record, post]) await medianOf(3 * acts, act); // compiled, planned and cached, as on any working day

  const oneInFlight = async (act: () => Promise<unknown>) => {
    const found = await alternate(rounds, () => medianOf(acts, act), () => medianOf(acts, insert));
    await sleep(200);
    return { against: 'a bare single-row INSERT commit, one in flight', unit: 'ms' as const, ...found };
  };
  yield { what: 'POST …/payments over HTTP, one in flight', ...(await oneInFlight(post)), target: staysUnder(5, 'ratio') };
  yield { what: 'the same without HTTP: RecordPayment on the CommandBus', ...(await oneInFlight(record)) };
  yield { what: 'decide alone, one event that nothing is derived from', ...(await oneInFlight(decide)) };

  const fastest = await fastestPool(scratch, runtime, bare);
  const many = await alternate(3, () => perSecond(actsInFlight, 32, record), () => perSecond(actsInFlight, fastest.size, () => bare.write(fastest.pool)));
  yield { what: 'RecordPayment, 32 in flight', against: `bare INSERT commits, ${fastest.size} in flight, where they are fastest`, unit: '/s', ...many };
}

/** The whole program in this process, on a database of its own that waits for the disk. */
async function startHere(scratch: Scratch): Promise<{ app: NestFastifyApplication; runtime: Runtime; pool: pg.Pool }> {
  const settings = loadSettings(cleanEnvironment({ LEDGER_DATA_DIR: path.join(scratch.folder, 'data') }));
  const runtime = await openRuntime(settings);
  scratch.closeLater(runtime.connections.close);
  const app = await createWebApplication(runtime);
  scratch.closeLater(() => app.close());
  await app.listen(0, '127.0.0.1');
  const { pool, durable } = await poolOf(app);
  if (durable !== 'on on on') throw new Error(`The database does not wait for the disk (${durable}): nothing measured on it would mean anything.`);
  return { app, runtime, pool };
}

/** The pool that the program itself writes through. */
async function poolOf(app: NestFastifyApplication): Promise<{ pool: pg.Pool; durable: string }> {
  const pool = (app.get(DataSource).driver as unknown as { master: pg.Pool }).master;
  const { rows } = await pool.query<{ durable: string }>(
    `select concat_ws(' ', current_setting('fsync'), current_setting('synchronous_commit'), current_setting('full_page_writes')) as durable`,
  );
  return { pool, durable: rows[0]!.durable };
}

const newPayment = (ledger: string): RecordPayment => new RecordPayment({
  ledger, by: steward, request: v7(), amount: money(20000n, 'CAD'), method: 'interac', offering: 'ces-50', receivedAt: instant(Date.now()),
});

class TakeNote {
  constructor(readonly input: { readonly ledger: string; readonly by: string; readonly request: string }) {}
}
type NoteFact = Fact<'PayersConfirmed', { readonly period: string; readonly currency: string }>;

/** The store itself: lock, request, chain and commit, with a decision that decides nothing. */
function decideOneEvent(app: NestFastifyApplication, ledger: string): () => Promise<unknown> {
  const events = app.get(EventStore, { strict: false });
  return () => {
    const note: Stream<undefined, NoteFact> = { name: `bench/${v7()}`, unborn: undefined, evolve: () => undefined };
    return events.decide(new TakeNote({ ledger, by: steward, request: v7() }), { note }, (_states, happenedAt) => ({
      note: [{ type: 'PayersConfirmed' as const, data: { period: '2026-10', currency: 'CAD' }, happenedAt }],
    }));
  };
}

/** One payment after another over loopback with a token, on one connection that is kept. */
async function postingPayments(scratch: Scratch, app: NestFastifyApplication, ledger: string): Promise<() => Promise<void>> {
  const now = instant(Date.now());
  const token = await app.get(ApiTokens, { strict: false }).issue(ledger, { role: 'bookkeeper', label: 'bench', expiresAt: addDays(now, 2), by: steward });
  const { port } = app.getHttpServer().address() as AddressInfo;
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  scratch.closeLater(async () => agent.destroy());
  const body = JSON.stringify({ amount: { amount: '200.00', currency: 'CAD' }, method: 'interac', offering: 'ces-50', receivedAt: now });
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  return () =>
    new Promise((resolve, reject) => {
      const request = http.request({ agent, host: '127.0.0.1', port, path: `/api/v1/ledgers/${slug}/payments`, method: 'POST', headers }, (response) => {
        let said = '';
        response.on('data', (bytes) => (said += bytes));
        response.on('end', () => (response.statusCode === 201 ? resolve() : reject(new Error(`${response.statusCode} ${said}`))));
      });
      request.once('error', reject).end(body);
    });
}

/** A bare insert at its best, so that nothing looks good beside a pool that was chosen badly. */
async function fastestPool(scratch: Scratch, { connections }: Runtime, bare: BareInsert): Promise<{ pool: pg.Pool; size: number }> {
  const found: { pool: pg.Pool; size: number; speed: number }[] = [];
  for (const size of poolSizes) {
    const pool = new pg.Pool({ ...connections.service, max: size });
    scratch.closeLater(() => pool.end());
    await perSecond(actsInFlight / 2, size, () => bare.write(pool));
    found.push({ pool, size, speed: await perSecond(actsInFlight, size, () => bare.write(pool)) });
  }
  return found.reduce((best, each) => (each.speed > best.speed ? each : best));
}
