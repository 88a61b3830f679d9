import { LATEST_SCHEMA_VERSION, assertSchemaCompatibility, runMigrations } from 'bullmq';
import type { Client } from 'pg';

/** BullMQ's tables have names like `job` and `event`, and are kept apart from ours. */
export const queueSchema = 'bullmq';

/** The owner makes the queue's tables and changes them; the service role reads and writes their rows. */
export async function migrateQueue(owner: Client, serviceRole: string): Promise<void> {
  if ((await queueVersion(owner)) < LATEST_SCHEMA_VERSION) await runMigrations(owner as never, queueSchema);
  const service = owner.escapeIdentifier(serviceRole);
  await owner.query(`
    grant usage on schema ${queueSchema} to ${service};
    grant select, insert, update, delete on all tables in schema ${queueSchema} to ${service};
    grant usage, select, update on all sequences in schema ${queueSchema} to ${service};
    grant execute on all functions in schema ${queueSchema} to ${service}`);
}

/** 0 where there is no queue yet. BullMQ refuses a schema that a newer major version of it has made. */
async function queueVersion(owner: Client): Promise<number> {
  const {
    rows: [found],
  } = await owner.query<{ there: boolean }>('select to_regclass($1) is not null as there', [`${queueSchema}.migration`]);
  return found?.there ? await assertSchemaCompatibility(owner as never, queueSchema) : 0;
}
