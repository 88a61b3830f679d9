import type { Pool } from 'pg';
import { lockKeyOf } from './ledger-lock.js';
import { onOwnLine } from './own-line.js';

/** Kept by the database beside the table `payout`, and so no projection: migrations/0070-month-totals.ts. */
export const payoutTotals = 'payout_total';

/** Summed up once more, beside what stands. A total of no lines is as good as none. */
const summedSql = `
  with summed as (
    select booked.month, booked.kind, given_currency as currency, sum(given_minor) as minor, count(*) as lines
    from payout, lateral (values ('sent', month), ('came-back', return_month)) as booked (kind, month)
    where ledger_id = $1 and booked.month is not null group by 1, 2, 3),
  compared as (
    select month, kind, currency, coalesce(s.minor, 0) as minor, coalesce(s.lines, 0) as lines,
      (coalesce(s.minor, 0), coalesce(s.lines, 0)) <> (coalesce(t.minor, 0), coalesce(t.lines, 0)) as is_different
    from summed s full join (select month, kind, currency, minor, lines from payout_total where ledger_id = $1) t using (month, kind, currency))`;

const comparedSql = `${summedSql}
  select count(*)::int as rows, count(*) filter (where is_different)::int as different from compared`;
const putRightSql = `${summedSql}
  insert into payout_total (ledger_id, month, kind, currency, minor, lines)
  select $1, month, kind, currency, minor, lines from compared where is_different
  on conflict (ledger_id, month, kind, currency) do update set minor = excluded.minor, lines = excluded.lines`;

/** Compares the totals of a ledger's payouts with the sums of their rows, under the ledger's lock. @param swap true to put them right */
export const sumPayouts = (pool: Pool, ledger: string, swap: boolean): Promise<{ rows: number; different: number }> =>
  onOwnLine(pool, async (client) => {
    await client.query(`begin isolation level read committed; select pg_advisory_xact_lock(${lockKeyOf(ledger)})`);
    const { rows } = await client.query<{ rows: number; different: number }>(comparedSql, [ledger]);
    if (swap) await client.query(putRightSql, [ledger]);
    await client.query('commit');
    return rows[0]!;
  });
