import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What rows of payments say since they can be corrected and reversed. What a foreign payment became is taken over from the
 * events that are there, so that a rebuild finds what the table says.
 */
export class PaymentsCorrected1764000000080 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table payment
        add column times integer,
        add column settled jsonb,
        add column reversed_minor bigint not null default 0,
        add column reinstated_minor bigint not null default 0,
        add column corrected boolean not null default false;
      comment on column payment.times is 'How many sessions or people it pays for; empty for one';
      comment on column payment.settled is 'What a foreign payment became in the home currency, and who says so';
      comment on column payment.refunded_minor is 'All that went back and did not come again, what PayPal or a bank took included';
      comment on column payment.reversed_minor is 'All that PayPal or a bank ever took back';
      comment on column payment.reinstated_minor is 'Of that, what came again';
      comment on column payment.corrected is 'True once its details were corrected: then months are read from its events';

      update payment p set settled = e.data::jsonb -> 'settled' from event e
      where e.ledger_id = p.ledger_id and e.stream = 'payment/' || p.payment_id::text and e.version = 1 and e.type = 'PaymentReceived'
        and e.data::jsonb ? 'settled';
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only. Restore a backup to go back.');
  }
}
