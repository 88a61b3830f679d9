import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Whoever looks into one ledger sees the rows of that one alone, whatever a query forgets: docs/decisions/0019-rows-of-one-ledger.md.
 * A migration that makes a table with a `ledger_id` calls `keep_to_one_ledger` on it.
 */
export class RowsOfOneLedger1764000000240 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function keep_to_one_ledger(kept regclass) returns void language plpgsql as $$
      begin
        execute format('alter table %s enable row level security', kept);
        execute format($policy$
          create policy of_one_ledger on %s
          using (coalesce((select nullif(current_setting('ledger.rows', true), '')::uuid), ledger_id) = ledger_id)
        $policy$, kept);
      end $$;
      revoke all on function keep_to_one_ledger from public;
      comment on function keep_to_one_ledger is 'Shows and takes only rows of the ledger that the setting ledger.rows names; where it names none, those of the whole host';
    `);
    await runner.query(`
      select keep_to_one_ledger(c.oid::regclass)
      from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'ledger_id' and not a.attisdropped
      where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
        and c.relname not in ('ledger', 'membership', 'invitation', 'api_token');
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only. Restore a backup to go back.');
  }
}
