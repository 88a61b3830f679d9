import { createHash } from 'node:crypto';
import type { Client } from 'pg';
import { schemas } from '../domain/events.js';
import type { Projection } from './projection.js';
import type { TableShape } from './row-statements.js';

/** Rows of one ledger and table, being made again beside the live ones. */
export interface Beside {
  readonly ledger: string;
  readonly shape: TableShape;
  /** The table that holds them, as SQL names it. */
  readonly name: string;
  /** Up to which event they are made. */
  readonly position: bigint;
  /** Where the next one goes on after a crash; absent for rows that are only compared. */
  readonly isLasting: boolean;
}

/** In the session, for a comparison. */
export async function besideForNow(client: Client, shape: TableShape, ledger: string): Promise<Beside> {
  const name = `pg_temp.rebuilt_${shape.table}`;
  await client.query(`create temp table rebuilt_${shape.table} (like ${shape.table} including defaults including indexes)`);
  return { ledger, shape, name, position: 0n, isLasting: false };
}

/** In the schema `rebuild`: what an earlier run has made by the same recipe is gone on with, anything else begins anew. */
export async function besideThatLasts(client: Client, shape: TableShape, ledger: string, recipe: string): Promise<Beside> {
  const name = `rebuild.${shape.table}_${ledger.replaceAll('-', '')}`;
  const {
    rows: [found],
  } = await client.query<{ position: string }>(
    'select position from rebuild_progress where ledger_id = $1 and table_name = $2 and recipe = $3 and to_regclass($4) is not null',
    [ledger, shape.table, recipe, name],
  );
  if (found) return { ledger, shape, name, position: BigInt(found.position), isLasting: true };
  await client.query('begin');
  await client.query(`drop table if exists ${name}; create table ${name} (like ${shape.table} including defaults including indexes)`);
  await client.query(
    `insert into rebuild_progress (ledger_id, table_name, recipe, position) values ($1, $2, $3, 0)
     on conflict (ledger_id, table_name) do update set recipe = excluded.recipe, position = 0, begun_at = now()`,
    [ledger, shape.table, recipe],
  );
  await client.query('commit');
  return { ledger, shape, name, position: 0n, isLasting: true };
}

/** Over what makes the rows: steps, columns, and versions of payloads. What a step calls is not in it: `rebuild --anew` is for that. */
export const recipeOf = ({ recipe }: Projection, { columns }: TableShape): string =>
  createHash('sha256')
    .update(JSON.stringify([recipe, columns, schemas]))
    .digest('hex');

export async function reach(client: Client, { ledger, shape, isLasting }: Beside, position: bigint): Promise<void> {
  if (!isLasting) return;
  await client.query('update rebuild_progress set position = $3 where ledger_id = $1 and table_name = $2', [
    ledger,
    shape.table,
    position.toString(),
  ]);
}

/** How many live rows have no like among the new ones, and the other way round. Bytes are compared, not meanings. */
export async function differences(client: Client, { ledger, shape, name }: Beside): Promise<{ rows: number; different: number }> {
  const { rows } = await client.query<{ rows: number; different: number }>(
    `select (select count(*)::int from ${name}) as rows,
       (select count(*)::int from ${shape.table} t where t.ledger_id = $1 and not exists (select from ${name} v where ${sameKey(shape)} and v *= t))
       + (select count(*)::int from ${name} t where not exists (select from ${shape.table} v where ${sameKey(shape)} and v *= t)) as different`,
    [ledger],
  );
  return rows[0]!;
}

/**
 * Puts the new rows in the place of the live ones: only those that differ are touched. From a table that is append only nothing
 * can be taken, so there what is missing is added.
 * @returns how many could not be put right
 */
export async function takePlace(client: Client, { ledger, shape, name }: Beside, different: number): Promise<number> {
  const columns = shape.columns.map((column) => column.name).join(', ');
  const {
    rows: [may],
  } = await client.query<{ remove: boolean }>(`select has_table_privilege($1, 'delete') as remove`, [shape.table]);
  const gone = may!.remove
    ? await client.query(
        `delete from ${shape.table} t where t.ledger_id = $1 and not exists (select from ${name} v where ${sameKey(shape)} and v *= t)`,
        [ledger],
      )
    : undefined;
  const added = await client.query(
    `insert into ${shape.table} (${columns}) select ${columns} from ${name} t
     where not exists (select from ${shape.table} v where ${sameKey(shape)})`,
  );
  return different - (gone?.rowCount ?? 0) - (added.rowCount ?? 0);
}

const sameKey = ({ key }: TableShape): string => key.map(({ name }) => `v.${name} = t.${name}`).join(' and ');

export async function clearAway(client: Client, { ledger, shape, name }: Beside): Promise<void> {
  await client.query(`drop table ${name}`);
  await client.query('delete from rebuild_progress where ledger_id = $1 and table_name = $2', [ledger, shape.table]);
}
