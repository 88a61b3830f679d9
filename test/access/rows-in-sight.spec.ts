import { v7 } from 'uuid';
import { forARequest, forTheHost, inLedger, lookInto } from '../../src/database/rows-in-sight.js';
import { type FreshDatabase, freshDatabase } from '../support/database.js';

/** What must be read before it is known which ledger is meant; who may read what in them is the guard's to say. */
const beforeTheLedger: Readonly<Record<string, string>> = {
  ledger: 'finds the ledger that a slug names',
  membership: 'finds the ledgers in which an account holds a role',
  invitation: 'found by the token in its link',
  api_token: 'found by the token that a program shows',
};

const [river, hill] = [v7(), v7()];
let database: FreshDatabase;

beforeAll(async () => {
  database = await freshDatabase();
  for (const ledger of [river, hill])
    await database.ownerPool.query(`insert into ledger_head (ledger_id, position, hash) values ($1, 1, sha256('x'))`, [ledger]);
});
afterAll(() => database.close());

/** A query that forgets its `where`. */
const forgetful = async (): Promise<string[]> => {
  const rows = await database.dataSource.query<{ ledger: string }[]>('select ledger_id as ledger from ledger_head order by ledger_id');
  return rows.map(({ ledger }) => ledger);
};

describe('A forgotten where', () => {
  it('shows the rows of the ledger that is looked into, and no others', async () => {
    expect(await inLedger(river, forgetful)).toEqual([river]);
    expect(await inLedger(hill, forgetful)).toEqual([hill]);
  });

  it('shows nothing while it is not known which ledger a request is for', async () => {
    expect(await forARequest(forgetful)).toEqual([]);
    const seen = await forARequest(async () => {
      lookInto(hill);
      return forgetful();
    });
    expect(seen).toEqual([hill]);
  });

  it('shows the whole host to the program itself alone', async () => {
    expect(await forgetful()).toEqual([river, hill].sort());
    expect(await inLedger(river, () => forTheHost(forgetful))).toEqual([river, hill].sort());
  });

  it('changes nothing that belongs to another ledger', async () => {
    const change = () => database.dataSource.query('update ledger_head set fence = fence + 1 returning ledger_id');
    const [changed] = await inLedger(river, change);
    expect(changed).toEqual([{ ledger_id: river }]);
    const { rows } = await database.ownerPool.query('select fence from ledger_head where ledger_id = $1', [hill]);
    expect(rows).toEqual([{ fence: 0 }]);
  });

  it('writes nothing into another ledger', async () => {
    const insert = () =>
      database.dataSource.query(`insert into kept_state (ledger_id, stream, version, state) values ($1, 's', 1, '{}')`, [hill]);
    await expect(inLedger(river, insert)).rejects.toMatchObject({ code: '42501' });
  });
});

describe('What is in sight', () => {
  it('is kept by each of many who share fewer connections', async () => {
    const asked = Array.from({ length: 400 }, (_, index) => (index % 3 === 0 ? river : hill));
    const seen = await Promise.all(asked.map((ledger) => inLedger(ledger, forgetful)));
    expect(seen).toEqual(asked.map((ledger) => [ledger]));
  });

  it('is right again after a rollback took back what was told within it', async () => {
    const { dataSource } = database;
    for (let round = 0; round < 12; round += 1) {
      const failed = dataSource.transaction(async (rows) => {
        await inLedger(river, () => rows.query('select 1'));
        await rows.query('select 1 / 0');
      });
      await expect(failed).rejects.toThrow('division by zero');
      const kept = dataSource.transaction((rows) => inLedger(hill, () => rows.query('select ledger_id from ledger_head')));
      expect(await kept).toEqual([{ ledger_id: hill }]);
      expect(await inLedger(river, forgetful)).toEqual([river]);
      expect(await forgetful()).toHaveLength(2);
    }
  });

  it('is the same within a transaction, from its beginning', async () => {
    const rows = await inLedger(hill, () => database.dataSource.transaction((on) => on.query('select ledger_id from ledger_head')));
    expect(rows).toEqual([{ ledger_id: hill }]);
  });
});

describe('Every table with the rows of ledgers', () => {
  it('shows one ledger at a time; those read before it is known which are listed with their reason', async () => {
    const { rows } = await database.ownerPool.query<{ name: string }>(`
      select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'ledger_id' and not a.attisdropped
      where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
        and not (c.relrowsecurity and exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'of_one_ledger' and p.polcmd = '*'))`);
    expect(rows.map(({ name }) => name).sort()).toEqual(Object.keys(beforeTheLedger).sort());
  });

  it('does so by one rule, of which there is no second that would show more', async () => {
    const { rows } = await database.ownerPool.query<{ rule: string; count: number }>(
      `select pg_get_expr(polqual, polrelid) || coalesce(pg_get_expr(polwithcheck, polrelid), '') as rule, count(*)::int from pg_policy group by 1`,
    );
    expect(rows).toHaveLength(1);
  });
});
