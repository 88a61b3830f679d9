import type { AddressInfo } from 'node:net';
import { v7 } from 'uuid';
import { ApiTokens } from '../../src/access/api-tokens.js';
import { addDays, instant } from '../../src/domain/calendar.js';
import { money } from '../../src/domain/money.js';
import { RecordPayment } from '../../src/domain/payment.js';
import { send, slug, steward } from '../bench-ledger.js';
import { type Figure, alternate, medianOf, reaches, staysUnder, staysWithin, takeTurns } from '../harness.js';
import { load } from '../load.js';
import { OneConnection } from '../one-connection.js';
import { fastestPool } from './fastest-pool.js';
import type { Setting } from './setting.js';

/** A payment's whole road: two events, their rows, the fund's kept state, all in one commit. */
export async function* payments(setting: Setting): AsyncGenerator<Figure> {
  const { here, ledger, pace, bare } = setting;
  const record = () => send(here.app, newPayment(ledger));
  await record();
  const insert = await bare.insertLike('PaymentReceived');
  const alone = () => insert(here.pool);
  const post = await postingPayments(setting);
  for (const act of [alone, record, post]) await medianOf(pace.warmUp, act);

  const besideInsert = async (act: () => Promise<unknown>) => ({
    against: 'a bare single-row INSERT commit, the two taking turns',
    unit: 'ms' as const,
    ...(await takeTurns(pace.rounds, pace.acts, act, alone, here.settled)),
  });
  yield { what: 'POST /api/v1/ledgers/{ledger}/payments, alone', ...(await besideInsert(post)), target: staysUnder(5, 'ratio') };
  yield { what: 'RecordPayment on the CommandBus, alone', ...(await besideInsert(record)), target: staysWithin(3, 'ratio') };
  yield {
    what: 'POST, each side repeated by itself',
    against: 'the bare INSERT commit, repeated by itself',
    unit: 'ms',
    ...(await alternate(
      pace.rounds,
      () => medianOf(pace.acts, post),
      () => medianOf(pace.acts, alone),
    )),
  };

  const { pool, size } = await fastestPool(setting, 64, insert);
  const speed = async (act: () => Promise<unknown>) => (await load(64, pace.loadMs, act)).perSecond;
  await speed(record);
  yield {
    what: 'RecordPayment on the CommandBus, 64 in flight',
    against: `bare INSERT commits, as many in flight, at their best pool: ${size}`,
    unit: '/s',
    ...(await alternate(
      pace.rounds,
      () => speed(record),
      () => speed(() => insert(pool)),
      here.settled,
    )),
    target: reaches(0.7, 'ratio'),
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

/** The road that a program takes: a token, JSON, one payment after another. */
async function postingPayments({ scratch, here: { app }, ledger }: Setting): Promise<() => Promise<void>> {
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
