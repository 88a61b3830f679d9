import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A ledger's public log can have a successor: its entries go on counting, and what was shown of the log before stays shown. */
export class SuccessorLogs1764000000210 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table publication add column base bigint not null default 0 check (base >= 0);
      comment on column publication.entry_index is 'Place among all entries of the ledger, over all of its logs; less the base, the index in its own log';
      comment on column publication.base is 'Entries of the logs before the one that this entry is in: 0 in the first';

      alter table log_checkpoint add column base bigint not null default 0 check (base >= 0 and base < size);
      comment on column log_checkpoint.size is 'Entries that may be seen, of all logs of the ledger together; what is published beyond is not signed yet';
      comment on column log_checkpoint.base is 'Entries of the logs before the one whose checkpoint this is';

      alter table log_witness add column base bigint not null default 0 check (base >= 0);
      alter table log_witness drop constraint log_witness_pkey, add primary key (ledger_id, base, vkey);
      comment on column log_witness.base is 'Which log of the ledger it is about: entries of those before it';

      create table earlier_log (
        ledger_id uuid not null,
        base bigint not null check (base >= 0),
        size bigint not null check (size > 0),
        note text collate "C" not null,
        vkey text collate "C" not null,
        primary key (ledger_id, base)
      );
      comment on table earlier_log is 'Logs that were closed after a compromise, as they are served for good: the last checkpoint of each';
      comment on column earlier_log.size is 'Entries of this log alone';
    `);
    await runner.query(`
      do $$ begin
        execute format('grant select, insert on earlier_log to %I', current_setting('ledger.service_role'));
        if to_regproc('keep_to_one_ledger') is not null then
          perform keep_to_one_ledger('earlier_log'); -- where 0240 was applied before; else it finds the table itself
        end if;
      end $$;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only. Restore a backup to go back.');
  }
}
