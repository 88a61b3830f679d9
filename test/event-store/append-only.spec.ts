import { type FreshDatabase, freshDatabase } from '../support/database.js';
import { type Program, openBooks, startBooks } from './program.js';

describe('what is once written in the books stays', () => {
  let database: FreshDatabase;
  let program: Program;
  let ledger: string;
  beforeAll(async () => {
    database = await freshDatabase();
    program = await startBooks(database.connections.service);
    ledger = await openBooks(program);
    await program.record(ledger);
  });
  afterAll(async () => {
    await program.stop();
    await database.close();
  });

  const books = async () => (await database.ownerPool.query('select * from event order by ledger_id, position')).rows;
  const whoever = { service: () => database.servicePool, owner: () => database.ownerPool };

  describe.each(['service', 'owner'] as const)('the %s', (role) => {
    it.each([
      ['change a line', `update event set data = '{}'`],
      [
        'change a line by way of adding it again',
        `insert into event select * from event limit 1 on conflict (ledger_id, position) do update set data = '{}'`,
      ],
      ['take a line out', 'delete from event where position = 1'],
      ['take a line out in passing', 'with gone as (delete from event returning 1) select count(*) from gone'],
      ['merge other lines in', `merge into event e using (select 1) s on e.position = 1 when matched then update set data = '{}'`],
      ['empty the books', 'truncate event'],
    ])('cannot %s', async (_what, sql) => {
      const before = await books();
      await expect(whoever[role]().query(sql)).rejects.toMatchObject({ code: '42501' });
      expect(await books()).toEqual(before);
    });
  });

  it('the service cannot lift the rule', async () => {
    for (const sql of [
      'alter table event disable trigger event_is_append_only',
      'drop table event',
      'drop function refuse_change cascade',
      'create rule hush as on update to event do instead nothing',
      `set session_replication_role = 'replica'`,
      'alter table event owner to current_user',
      'create trigger other before insert on event execute function refuse_change()',
    ]) {
      await expect(database.servicePool.query(sql)).rejects.toMatchObject({ code: '42501' });
    }
  });

  it('a table of the owner does not reach the books by a rule or by a cascade', async () => {
    const { ownerPool } = database;
    const before = await books();
    await ownerPool.query(`
      create table bridge (ledger_id uuid, position bigint, primary key (ledger_id, position));
      insert into bridge select ledger_id, position from event;
      create rule across as on delete to bridge do also delete from event e where e.ledger_id = old.ledger_id and e.position = old.position;
      alter table event add constraint leaning foreign key (ledger_id, position) references bridge on delete cascade on update cascade`);
    try {
      for (const sql of ['delete from bridge', 'update bridge set position = position + 100', 'truncate bridge cascade']) {
        await expect(ownerPool.query(sql)).rejects.toMatchObject({ code: '42501' });
      }
      await ownerPool.query('drop rule across on bridge');
      await expect(ownerPool.query('delete from bridge')).rejects.toMatchObject({ code: '42501' });
    } finally {
      await ownerPool.query('alter table event drop constraint leaning; drop table bridge');
    }
    expect(await books()).toEqual(before);
  });

  it('requests once answered and events cannot be taken out by the service', async () => {
    await expect(database.servicePool.query('delete from request')).rejects.toMatchObject({ code: '42501' });
    await expect(database.servicePool.query('delete from ledger_head')).rejects.toMatchObject({ code: '42501' });
    await expect(database.servicePool.query('delete from kept_state')).rejects.toMatchObject({ code: '42501' });
  });

  it('what the world has seen cannot be changed either', async () => {
    await database.ownerPool.query(`insert into publication values ('${ledger}', 0, '2026-11-08', '2026-10', '{}')`);
    for (const sql of [`update publication set entry = ''`, 'delete from publication', 'truncate publication']) {
      await expect(database.ownerPool.query(sql)).rejects.toMatchObject({ code: '42501' });
      await expect(database.servicePool.query(sql)).rejects.toMatchObject({ code: '42501' });
    }
  });
});
