import { readFileSync, readdirSync } from 'node:fs';
import pg from 'pg';
import { v7 } from 'uuid';
import { BareInsert } from './bare-insert.js';
import { openBenchLedger, send, steward } from './bench-ledger.js';
import { perSecond, medianOf } from './harness.js';
import { startHere } from './in-program.js';
import { inScratch } from './scratch.js';
import { EventStore } from '../src/event-store/event-store.js';
import { RecordPayment } from '../src/domain/payment.js';
import { money } from '../src/domain/money.js';
import { instant } from '../src/domain/calendar.js';
class TakeNote { constructor(readonly input: { readonly ledger: string; readonly by: string; readonly request: string }) {} }
const pad = 'x'.repeat(560);
await inScratch(async (scratch) => {
  const here = await startHere(scratch);
  const ledger = await openBenchLedger(here.app);
  const record = () => send(here.app, new RecordPayment({ ledger, by: steward, request: v7(), amount: money(20000n, 'CAD'), method: 'interac', offering: 'ces-50', receivedAt: instant(Date.now()) }));
  await record();
  const bare = await BareInsert.into(here.runtime.connections);
  const events = here.app.get(EventStore, { strict: false });
  const note = () => events.decide(new TakeNote({ ledger, by: steward, request: v7() }), { note: { name: `bench/${v7()}`, unborn: undefined, evolve: () => undefined, isNew: true as const } }, (_s: unknown, happenedAt: string) => ({ note: [{ type: 'PayersConfirmed' as const, data: { period: '2026-10', currency: 'CAD', pad } as never, happenedAt }] }) as never);
  const pool = new pg.Pool({ ...here.runtime.connections.service, max: 32 });
  scratch.closeLater(() => pool.end());
  const insert = () => bare.write(pool);
  for (const act of [insert, note, record]) await medianOf(500, act);
  const { rows: [{ pid }] } = await pool.query("select pg_backend_pid() as pid");
  const parent = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')[1]!;
  const pgTicks = () => readdirSync('/proc').filter((n) => /^\d+$/.test(n)).reduce((sum, n) => { try { const f = readFileSync(`/proc/${n}/stat`, 'utf8').split(') ')[1]!.split(' '); return f[1] === parent ? sum + Number(f[11]) + Number(f[12]) : sum; } catch { return sum; } }, 0);
  const cost = async (name: string, n: number, acts: number, act: () => Promise<unknown>) => {
    const [c, t, w] = [process.cpuUsage(), pgTicks(), performance.now()];
    await perSecond(acts, n, act);
    const d = process.cpuUsage(c);
    console.log(name, n, 'node us/op', ((d.user + d.system) / acts).toFixed(1), 'pg us/op', (((pgTicks() - t) * 10000) / acts).toFixed(1), 'wall us/op', ((performance.now() - w) * 1000 / acts).toFixed(1));
  };
  for (let round = 0; round < 2; round += 1) for (const n of [1, 64, 256]) { await cost('bare', n, n === 1 ? 2000: 10000, insert); await cost('note', n,  n === 1 ? 2000: 20000, note); await cost('record', n,  n === 1 ? 2000: 10000, record); }
  if (process.env.PROFILE) { for (let i=0;i<5;i++) await perSecond(20000, 64, process.env.PROFILE === 'note' ? note : record); }
});
process.exit(0);
