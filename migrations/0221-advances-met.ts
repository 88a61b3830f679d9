import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was met of an advance is taken from a month's total too: until now the totals counted only what was advanced. */
export class AdvancesMet1764000000221 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      insert into month_total as t (ledger_id, month, kind, currency, minor, lines)
      select ledger_id, month, 'advanced', currency, sum(owed_minor), count(*) from obligation where kind = 'advanced' group by 1, 2, 4
      on conflict (ledger_id, month, kind, currency) do update set minor = excluded.minor, lines = excluded.lines;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only. Restore a backup to go back.');
  }
}
