import pg from 'pg';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import type { Connections } from '../../src/database/connections.js';
import { migrate } from '../../src/database/migrate.js';
import { freshConnections } from '../support/database.js';

/** A migration that makes a table and lets the service role add to it. */
class Notes1900000000001 implements MigrationInterface {
  async up(query: QueryRunner): Promise<void> {
    await query.query('create table note (text text primary key)');
    await query.query(`do $$ begin execute format('grant insert on note to %I', current_setting('ledger.service_role')); end $$`);
  }
  async down(): Promise<void> {}
}

class Broken1900000000002 implements MigrationInterface {
  async up(query: QueryRunner): Promise<void> {
    await query.query('create table half (text text)');
    await query.query('create table note (text text)');
  }
  async down(): Promise<void> {}
}

let connections: Connections;
let known: (new () => MigrationInterface)[];

beforeAll(async () => {
  connections = await freshConnections();
  known = (await import('../../migrations/index.js')).migrations;
});
afterAll(async () => {
  await freshConnections();
});

async function asService<Row extends pg.QueryResultRow>(sql: string): Promise<Row[]> {
  const client = new pg.Client(connections.service);
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('Bringing the database to the schema of this program', () => {
  it('is done once when several start at the same time, and lets the service role do what was granted', async () => {
    await Promise.all([1, 2, 3].map(() => migrate(connections, true, [...known, Notes1900000000001])));
    await asService(`insert into note values ('kept')`);
    await expect(asService('select * from note')).rejects.toThrow('permission denied');
  });

  it('is whole or not at all', async () => {
    await expect(migrate(connections, true, [...known, Notes1900000000001, Broken1900000000002])).rejects.toThrow('already exists');
    expect(await asService(`select to_regclass('half') as half`)).toEqual([{ half: null }]);
  });

  it('is refused to an older program, which would not know the rules of the newer schema', async () => {
    await expect(migrate(connections, true, known)).rejects.toThrow(
      'was last used by a newer version of this program (it holds Notes1900000000001)',
    );
  });
});
