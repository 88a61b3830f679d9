import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When calls to PayPal really left: a place in the line says when one may, and on a busy machine several leave late, and close together. */
export class PayPalDepartures1764000000200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table paypal_pace add column departed jsonb not null default '[]';
      comment on column paypal_pace.departed is 'Of the last minute: in which second how many calls left, as pairs';
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only. Restore a backup to go back.');
  }
}
