import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Imports that are under way, and what makes a long one cost as much a line as a short one. */
export class Imports1764000000060 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index observation_by_payment on observation (ledger_id, payment_id) where payment_id is not null;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only. Restore a backup to go back.');
  }
}
