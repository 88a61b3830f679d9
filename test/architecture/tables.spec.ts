import type { EntityMetadata } from 'typeorm';
import { type FreshDatabase, freshDatabase } from '../support/database.js';

let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

const asOwner = async <R extends object>(sql: string): Promise<R[]> => (await database.ownerPool.query<R>(sql)).rows;

interface Column {
  readonly table: string;
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
}

const columnsSql = `
  select c.relname as table, a.attname as name, format_type(a.atttypid, null) as type, not a.attnotnull as nullable
  from pg_attribute a join pg_class c on c.oid = a.attrelid
  where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped`;

/** How PostgreSQL calls the types that our rows name. */
const typeNames: Readonly<Record<string, string>> = {
  timestamptz: 'timestamp with time zone',
  int: 'integer',
  int4: 'integer',
  number: 'integer',
  int8: 'bigint',
  string: 'text',
  bool: 'boolean',
  uuid: 'uuid',
};

function columnsOf({ tableName, columns }: EntityMetadata): readonly Column[] {
  return columns.map(({ databaseName, type, isNullable }) => {
    const named = typeof type === 'function' ? type.name.toLowerCase() : String(type);
    return { table: tableName, name: databaseName, type: typeNames[named] ?? named, nullable: isNullable };
  });
}

const inOrder = (columns: readonly Column[]) =>
  columns.map(({ table, name, type, nullable }) => `${table}.${name} ${type}${nullable ? ' or null' : ''}`).sort();

describe('A row is its table', () => {
  it('column for column, type for type, and empty only where the table may be', async () => {
    const entities = database.dataSource.entityMetadatas;
    const tables = new Set(entities.map(({ tableName }) => tableName));
    const migrated = (await asOwner<Column>(columnsSql)).filter(({ table }) => tables.has(table));
    expect(tables.size).toBeGreaterThan(10);
    expect(inOrder(entities.flatMap(columnsOf))).toEqual(inOrder(migrated));
  });

  it('by the same primary key', async () => {
    const keys = await primaryKeys();
    for (const { tableName, primaryColumns } of database.dataSource.entityMetadatas) {
      expect([tableName, primaryColumns.map(({ databaseName }) => databaseName).sort()]).toEqual([
        tableName,
        [...(keys.get(tableName) ?? [])].sort(),
      ]);
    }
  });
});

async function primaryKeys(): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await asOwner<{ table: string; columns: string[] }>(`
    select c.relname as table, array_agg(a.attname::text order by k.at) as columns
    from pg_constraint p join pg_class c on c.oid = p.conrelid, unnest(p.conkey) with ordinality k (number, at), pg_attribute a
    where p.contype = 'p' and c.relnamespace = 'public'::regnamespace and a.attrelid = c.oid and a.attnum = k.number group by 1`);
  return new Map(rows.map(({ table, columns }) => [table, columns]));
}

/** Tables of the host, not of a ledger: they stay whole where ledgers are spread over several machines. */
const ofTheHost: Readonly<Record<string, string>> = {
  steward_account: 'one account can hold roles in many ledgers',
  session: 'a browser is signed in on the host',
  passkey: 'a device signs in on the host',
  authenticator: 'codes for signing in on the host',
  recovery_code: 'codes for signing in on the host',
  sign_in_step: 'between two steps of signing in on the host',
  setup_link: 'opens the first ledger',
  host_setting: 'what was chosen for the whole host',
  wrapping_key: 'wraps the keys of all ledgers',
  witnessed_log: 'logs of other hosts, of which this one remembers the head',
  backup_made: 'backups of the whole host',
  journal: 'which journals, files of the host, this database has written to',
  applied_migration: 'which migrations were applied',
};

describe('Every row belongs to one ledger', () => {
  it('and its primary key says so first; the tables of the host are listed with their reason', async () => {
    const tables = await asOwner<{ name: string }>(
      `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'`,
    );
    const keys = await primaryKeys();
    const without = tables.map(({ name }) => name).filter((name) => keys.get(name)?.[0] !== 'ledger_id');
    expect(without.sort()).toEqual(Object.keys(ofTheHost).sort());
  });
});

/** Unique over the whole host, and so not to be had from the machine of one ledger alone: such a table is small, and stays in one place. */
const uniqueOnTheHost: Readonly<Record<string, string>> = {
  'ledger: ledger_slug_is_taken':
    'a slug names one ledger of the host; on a distributed database the directory of ledgers is a reference table',
};

describe('Tables can be spread over machines by their ledger', () => {
  it('every unique constraint and index carries it, but for those that are listed with the reason', async () => {
    const found = await asOwner<{ name: string; columns: string[] }>(`
      select t.relname || ': ' || i.relname as name, array_agg(a.attname::text) as columns
      from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class t on t.oid = x.indrelid
        join pg_attribute a on a.attrelid = t.oid and a.attnum = any(x.indkey::int2[])
      where x.indisunique and t.relnamespace = 'public'::regnamespace group by 1`);
    const without = found.filter(({ name, columns }) => !columns.includes('ledger_id') && !((name.split(':')[0] ?? '') in ofTheHost));
    expect(without.map(({ name }) => name).sort()).toEqual(Object.keys(uniqueOnTheHost).sort());
  });

  it('no foreign key leads from a ledger’s row out of its ledger', async () => {
    const found = await asOwner<{ table: string; name: string; columns: string[] }>(`
      select t.relname as table, f.conname as name, array(select a.attname::text from pg_attribute a
        where a.attrelid = t.oid and a.attnum = any(f.conkey)) as columns
      from pg_constraint f join pg_class t on t.oid = f.conrelid where f.contype = 'f' and t.relnamespace = 'public'::regnamespace`);
    const leading = found.filter(({ table, columns }) => !columns.includes('ledger_id') && !(table in ofTheHost));
    expect(leading.map(({ table, name }) => `${table}: ${name}`)).toEqual([]);
  });

  it('no table numbers its rows by a sequence of the whole host', async () => {
    const found = await asOwner<{ table: string }>(`
      select distinct c.relname as table from pg_attribute a join pg_class c on c.oid = a.attrelid
      where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attidentity <> ''
      union select distinct c.relname from pg_attrdef d join pg_class c on c.oid = d.adrelid
      where c.relnamespace = 'public'::regnamespace and pg_get_expr(d.adbin, d.adrelid) like 'nextval(%'`);
    expect(found.map(({ table }) => table).filter((table) => !(table in ofTheHost))).toEqual([]);
  });
});

describe('What is once written stays', () => {
  const appendOnly = ['event', 'publication'];

  it.each(appendOnly)('on %s the service may select and insert, and no more', async (table) => {
    const granted = await asOwner<{ privilege: string }>(`
      select privilege_type as privilege from information_schema.role_table_grants
      where table_schema = 'public' and table_name = '${table}' and grantee = '${database.connections.serviceRole}'`);
    expect(granted.map(({ privilege }) => privilege).sort()).toEqual(['INSERT', 'SELECT']);
    const byColumn = await asOwner<{ privilege: string }>(`
      select distinct privilege_type as privilege from information_schema.column_privileges
      where table_schema = 'public' and table_name = '${table}' and grantee = '${database.connections.serviceRole}'`);
    expect(byColumn.map(({ privilege }) => privilege).sort()).toEqual(['INSERT', 'SELECT']);
  });

  it.each(appendOnly)('nothing is granted on %s to everyone', async (table) => {
    const granted = await asOwner(
      `select 1 from information_schema.role_table_grants where table_name = '${table}' and grantee = 'PUBLIC'`,
    );
    expect(granted).toEqual([]);
  });

  const changes = appendOnly.flatMap((table) => [
    `update ${table} set ledger_id = ledger_id`,
    `delete from ${table}`,
    `truncate ${table}`,
    `truncate ${table} cascade`,
  ]);

  it.each(changes)('the service is refused: %s', async (change) => {
    await expect(database.servicePool.query(change)).rejects.toMatchObject({ code: '42501' });
  });

  it.each(changes)('and so is the owner: %s', async (change) => {
    await expect(database.ownerPool.query(change)).rejects.toMatchObject({
      code: '42501',
      message: expect.stringContaining('append only'),
    });
  });

  it('neither is a superuser, nor may replicate or pass by what rows allow', async () => {
    const { owner, serviceRole } = database.connections;
    const mighty = await asOwner(`
      select rolname from pg_roles where rolname in ('${owner.user}', '${serviceRole}') and (rolsuper or rolreplication or rolbypassrls or rolcreaterole)`);
    expect(mighty).toEqual([]);
  });

  it('the service owns no table, and may change no schema', async () => {
    const owned =
      await asOwner(`select relname from pg_class where relowner = (select oid from pg_roles where rolname = '${database.connections.serviceRole}')
      and relnamespace = 'public'::regnamespace`);
    expect(owned).toEqual([]);
    await expect(database.servicePool.query('create table mine (a integer)')).rejects.toMatchObject({ code: '42501' });
    await expect(database.servicePool.query('drop table event')).rejects.toMatchObject({ code: '42501' });
  });
});
