import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The few payments that were corrected are read by every report, whatever month they stand in. */
export class CorrectedPaymentsFound1764000000082 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create index payment_corrected on payment (ledger_id, payment_id) where corrected');
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only. Restore a backup to go back.');
  }
}
