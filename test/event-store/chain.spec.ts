import { v7 } from 'uuid';
import { walkChain } from '../../src/event-store/chain.js';
import { type FreshDatabase, freshDatabase } from '../support/database.js';
import { type Program, openBooks, startBooks } from './program.js';

/** Twelve lines: the opening to position 5, then payments at 6, 8, 10 with their obligations at 7, 9, 11, and one more at 12. */
describe('a row changed behind our back is found', () => {
  let database: FreshDatabase;
  let program: Program;
  let ledger: string;
  beforeAll(async () => {
    database = await freshDatabase();
    program = await startBooks(database.connections.service);
    ledger = await openBooks(program);
    for (const offering of ['ces-50', 'ces-50', 'ces-50']) await program.record(ledger, { offering, payerName: 'A. Client' });
    await program.record(ledger, { receivedAt: '2025-10-04T16:00:00.000Z' });
    await database.ownerPool.query('create table was_event as table event; create table was_head as table ledger_head');
  });
  afterEach(async () => {
    await behindOurBack('delete from event; insert into event select * from was_event');
    await database.ownerPool.query('delete from ledger_head; insert into ledger_head select * from was_head');
  });
  afterAll(async () => {
    await program.stop();
    await database.close();
  });

  const behindOurBack = (sql: string) =>
    database.ownerPool.query(
      `alter table event disable trigger event_is_append_only; ${sql}; alter table event enable trigger event_is_append_only`,
    );
  const walk = () => walkChain(database.servicePool, ledger);
  const firstFault = async () => (await walk()).faults[0]?.position;
  const at = (position: number) => `where ledger_id = '${ledger}' and position = ${position}`;

  it('and where nothing was changed, nothing is found', async () => {
    expect(await walk()).toEqual({ events: 12n, faults: [] });
  });

  it.each([
    ['stream', `stream = stream || '0'`],
    ['version', 'version = version + 1'],
    ['type', `type = 'PaymentVoided'`],
    ['schema', 'schema = schema + 1'],
    ['data, by one figure', `data = replace(data, '200.00', '200.01')`],
    ['data, by a blank that changes no meaning', `data = replace(data, ',', ', ')`],
    ['meta, who', `meta = replace(meta, 'account:test', 'account:tess')`],
    ['meta, under which request', `meta = replace(meta, '"request"', '"bequest"')`],
    ['happened_at, by a microsecond', `happened_at = happened_at + interval '1 microsecond'`],
    ['recorded_at, by a microsecond', `recorded_at = recorded_at - interval '1 microsecond'`],
    ['happened_at, for ever', `happened_at = 'infinity'`],
    ['hash', `hash = sha256(hash)`],
  ])('in the column %s', async (_column, change) => {
    await behindOurBack(`update event set ${change} ${at(8)}`);
    expect(await firstFault()).toBe(8n);
    expect((await walk()).faults.every(({ position }) => position >= 8n)).toBe(true);
  });

  it('moved into another ledger, at the gap it leaves', async () => {
    await behindOurBack(`update event set ledger_id = '${v7()}' ${at(8)}`);
    expect(await firstFault()).toBe(9n);
  });

  it('moved to another position', async () => {
    await behindOurBack(`update event set position = 900 ${at(8)}`);
    expect((await walk()).faults.map(({ position }) => position)).toEqual(expect.arrayContaining([9n, 900n]));
  });

  it('when two rows have changed places', async () => {
    await behindOurBack(`
      update event set position = 1000 ${at(6)}; update event set position = 6 ${at(8)}; update event set position = 8 ${at(1000)}`);
    expect(await firstFault()).toBe(6n);
  });

  it('when a row was taken out', async () => {
    await behindOurBack(`delete from event ${at(8)}`);
    expect(await firstFault()).toBe(9n);
  });

  it('when the first row was taken out', async () => {
    await behindOurBack(`delete from event ${at(1)}`);
    expect(await firstFault()).toBe(2n);
  });

  it('when a row was slipped in before the beginning', async () => {
    await behindOurBack(`
      alter table event drop constraint event_position_check;
      insert into event select ledger_id, -1, 'payment/forged', 1, type, schema, data, meta, happened_at, recorded_at, hash
      from event ${at(8)}`);
    expect(await firstFault()).toBe(-1n);
  });

  it('when a row was added at the end', async () => {
    await behindOurBack(`
      insert into event select ledger_id, 13, 'payment/forged', 1, type, schema, data, meta, happened_at, recorded_at, hash
      from event ${at(8)}`);
    expect(await firstFault()).toBe(13n);
  });

  it('when the last rows were taken out', async () => {
    await behindOurBack(`delete from event where ledger_id = '${ledger}' and position > 10`);
    expect(await firstFault()).toBe(10n);
  });

  it('when the last rows were taken out and the head was put back to fit', async () => {
    await behindOurBack(`delete from event where ledger_id = '${ledger}' and position > 10`);
    await database.ownerPool.query(
      `update ledger_head h set position = 10, hash = e.hash from event e where e.ledger_id = h.ledger_id and e.position = 10`,
    );
    const { events, faults } = await walk();
    expect(events).toBe(10n);
    expect(faults.map(({ says }) => says)).toEqual([
      'is the last event, but a request was answered with event 12',
      expect.stringMatching(/^is the last event; fund\/CAD ends at version 2, but its kept state is of version 3$/),
    ]);
  });

  it('when the head was moved or its hash replaced', async () => {
    await database.ownerPool.query('update ledger_head set position = 11');
    expect(await firstFault()).toBe(12n);
    await database.ownerPool.query(`update ledger_head set position = 12, hash = sha256(hash)`);
    expect(await firstFault()).toBe(12n);
  });

  it('and a walk while writes go on raises no false alarm', async () => {
    const busy = await openBooks(program);
    const writes = Promise.all(Array.from({ length: 40 }, () => program.record(busy)));
    const walks = Array.from({ length: 10 }, () => walkChain(database.servicePool, busy));
    for (const { faults } of await Promise.all(walks)) expect(faults).toEqual([]);
    await writes;
    expect(await walkChain(database.servicePool, busy)).toEqual({ events: 85n, faults: [] });
  });
});
