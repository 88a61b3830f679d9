import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Backups are told in the order in which they were made: a clock that was set back must not make an old one the last. */
export class BackupsInOrder1764000000231 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table backup_made drop constraint backup_made_pkey;
      alter table backup_made add column clock_order bigint generated always as identity primary key;
      comment on column backup_made.clock_order is 'In which order they were made, whatever the clocks said';
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only. Restore a backup to go back.');
  }
}
