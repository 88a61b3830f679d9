import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What has not arrived although it was sent, and what went out although it was given up. */
export class PayoutsMissed1764000000170 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table payout
        add column missed_at timestamptz,
        add column surfaced_at timestamptz;
      comment on column payout.missed_at is 'When the person last said that it has not arrived';
      comment on column payout.surfaced_at is 'When PayPal said of a try that was given up that it had taken it up';
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only. Restore a backup to go back.');
  }
}
