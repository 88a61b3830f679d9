import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What people write to a practice, and what of it is published. */
export class Feedback1764000000160 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table feedback (
        ledger_id uuid not null,
        feedback_id uuid not null,
        status text collate "C" not null,
        about text collate "C" not null,
        about_month text collate "C",
        about_entry bigint,
        may_publish boolean not null,
        words jsonb not null,
        name jsonb,
        reply jsonb,
        received_at timestamptz not null,
        answered_at timestamptz,
        answer jsonb,
        changed jsonb,
        published_at timestamptz,
        public_words text,
        public_answer text,
        public_changed text,
        primary key (ledger_id, feedback_id),
        check ((status = 'published') = (public_words is not null)),
        check (status <> 'published' or (may_publish and published_at is not null))
      );
      create index feedback_by_time on feedback (ledger_id, received_at);
      create index feedback_published on feedback (ledger_id, published_at) where status = 'published';
      comment on table feedback is 'What anyone wrote to the practice. Words, name, address and the answer are sealed; what is public was confirmed by a steward';
      comment on column feedback.status is 'private, published or hidden';
      comment on column feedback.about is 'redistributing, month, entry or promise';
      comment on column feedback.may_publish is 'The word of whoever wrote it';
      comment on column feedback.reply is 'Where the writer can be answered; sealed';
      comment on column feedback.published_at is 'When the steward published it. The world sees it, dated by that day, with the publication after';
    `);
    await runner.query(`
      do $$ begin
        execute format('grant select, insert, update, delete on feedback to %I', current_setting('ledger.service_role'));
      end $$;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only. Restore a backup to go back.');
  }
}
