import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Of payouts, too, their rows say to which closed month they belong, where they were booked late. */
export class LatePayouts1764000000220 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table payout
        add column belongs_to text collate "C",
        add column return_belongs_to text collate "C";
      comment on column payout.belongs_to is 'The month it was sent in, where that was closed and it is booked in a later one';
      comment on column payout.return_belongs_to is 'The month it came back in, where that was closed and it is booked in a later one';
    `);
    await runner.query(soFar);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only. Restore a backup to go back.');
  }
}

/** Of the books that are there already: the last word on each sending and on each return. */
const soFar = `
  update payout p set belongs_to = said.belongs_to
  from (
    select distinct on (ledger_id, stream) ledger_id, (data::json ->> 'payout')::uuid as payout_id, data::json ->> 'belongsTo' as belongs_to
    from event where stream like 'payout/%' and type in ('PayoutSentByHand', 'PayoutAccepted', 'PayoutSurfaced')
    order by ledger_id, stream, version desc) said
  where p.ledger_id = said.ledger_id and p.payout_id = said.payout_id and p.month is not null and said.belongs_to is not null;

  update payout p set return_belongs_to = said.belongs_to
  from (
    select distinct on (ledger_id, stream) ledger_id, (data::json ->> 'payout')::uuid as payout_id, data::json ->> 'belongsTo' as belongs_to
    from event where stream like 'payout/%' and type in ('PayoutReturned', 'PayoutFailed')
    order by ledger_id, stream, version desc) said
  where p.ledger_id = said.ledger_id and p.payout_id = said.payout_id and p.return_month is not null and said.belongs_to is not null;
`;
