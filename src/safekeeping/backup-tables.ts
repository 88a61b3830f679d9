import type { ClientBase } from 'pg';

/** Tables that no backup carries, with the reason. All others are in it, also those of a later release. */
export const leftOut: Readonly<Record<string, string>> = {
  applied_migration: 'the head of the backup names them; a restore applies them',
  backup_made: 'says which backups there are on this machine',
  session: 'who signed out since would be signed in again',
  setup_link: 'a link that was used up would be good again',
  invitation: 'one that was taken back would be open again',
  api_token: 'one that was revoked would let in again',
  rebuild_progress: 'tells of tables in the schema rebuild, which are not in it',
  paypal_pace: 'lost, the lines to PayPal begin anew',
};

export interface CarriedTable {
  readonly table: string;
  readonly columns: readonly string[];
}

interface Found {
  readonly table: string;
  readonly columns: string[];
  readonly needs: string[];
}

const tablesSql = `
  select c.relname as table,
    array(select a.attname::text from pg_attribute a
          where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum) as columns,
    array(select distinct r.relname::text from pg_constraint f join pg_class r on r.oid = f.confrelid
          where f.conrelid = c.oid and f.contype = 'f' and f.confrelid <> c.oid) as needs
  from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' order by c.relname`;

/** Every table that a backup carries, each after those that it refers to, so that they can be filled in this order. */
export async function carriedTables(session: ClientBase): Promise<CarriedTable[]> {
  const { rows } = await session.query<Found>(tablesSql);
  const waiting = rows.filter(({ table }) => !(table in leftOut));
  const ready: CarriedTable[] = [];
  while (waiting.length > 0) {
    const next = waiting.findIndex(({ needs }) => needs.every((need) => !waiting.some(({ table }) => table === need)));
    const [{ table, columns }] = waiting.splice(Math.max(next, 0), 1) as [Found];
    ready.push({ table, columns });
  }
  return ready;
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** `"event" ("ledger_id", …)`, for COPY. */
export const inSql = ({ table, columns }: CarriedTable): string => `${quoted(table)} (${columns.map(quoted).join(', ')})`;

/** Triggers that would make rows of their own while a table is filled: what they once made is in the backup too. */
export async function withoutInsertTriggers(session: ClientBase, table: string, fill: () => Promise<void>): Promise<void> {
  const { rows } = await session.query<{ name: string }>(
    `select tgname as name from pg_trigger where tgrelid = $1::regclass and not tgisinternal and tgenabled = 'O' and tgtype & 4 = 4`,
    [quoted(table)],
  );
  for (const { name } of rows) await session.query(`alter table ${quoted(table)} disable trigger ${quoted(name)}`);
  await fill();
  for (const { name } of rows) await session.query(`alter table ${quoted(table)} enable trigger ${quoted(name)}`);
}
