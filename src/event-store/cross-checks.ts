import type { Pool } from 'pg';
import { ownRequestId } from './asker.js';
import type { ChainFault } from './chain.js';
import { onOwnLine } from './own-line.js';

/** Of each kind: whoever has read so many need not read the next. */
const mostTold = 100;

/**
 * Each event was written for one request, and each request that came to events says which: their places follow one another
 * without gap or overlap, and asker, time and id are those of the events. The route and the fingerprint of the input are in
 * no event, so a change to these is not found.
 */
export const requestFaults = (pool: Pool, ledger: string): Promise<ChainFault[]> =>
  onOwnLine(pool, async (client) => {
    await client.query('begin isolation level repeatable read read only');
    const { rows: places } = await client.query<{ place: string; expected: string }>(
      `select place, expected from (
         select first_position as place, coalesce(lag(first_position + event_count) over (order by first_position), 1) as expected
         from request where ledger_id = $1 and event_count > 0
         union all select position + 1, coalesce((select max(first_position + event_count) from request where ledger_id = $1 and event_count > 0), 1)
         from ledger_head where ledger_id = $1) placed
       where place <> expected order by place limit ${mostTold}`,
      [ledger],
    );
    const { rows: others } = await client.query<{ place: string; what: string }>(
      `select r.first_position as place, case when e.meta::json ->> 'by' <> r.actor then 'another asker'
           when e.recorded_at <> r.recorded_at then 'another time' else 'another id' end as what
       from request r join event e on e.ledger_id = r.ledger_id and e.position in (r.first_position, r.first_position + r.event_count - 1)
       where r.ledger_id = $1 and r.event_count > 0 and (e.meta::json ->> 'by' <> r.actor or e.recorded_at <> r.recorded_at
         or (e.meta::json ->> 'request' <> r.request_id and r.request_id ~ $2))
       group by 1, 2 order by 1 limit ${mostTold}`,
      [ledger, ownRequestId.source],
    );
    await client.query('commit');
    return [
      ...places.map(({ place, expected }) => ({
        position: BigInt(expected),
        says: `is where the next request should begin, and it begins at ${place}`,
      })),
      ...others.map(({ place, what }) => ({ position: BigInt(place), says: `is said by its request to have ${what}` })),
    ];
  });

/** A payout that is final is paid once, or given back as often as it was paid: counted by PostgreSQL, since there may be many. */
export const payoutFaults = (pool: Pool, ledger: string): Promise<ChainFault[]> =>
  onOwnLine(pool, async (client) => {
    const { rows } = await client.query<{ position: string; payout: string; paid: number }>(
      `select max(position) as position, data::json ->> 'payout' as payout, sum(case type when 'PayoutSettled' then 1 else -1 end)::int as paid
       from event where ledger_id = $1 and stream like 'fund/%'
         and (type = 'PayoutSettled' or (type = 'PayoutGivenBack' and data::json ->> 'from' = 'net-paid'))
       group by 2 having sum(case type when 'PayoutSettled' then 1 else -1 end) not between 0 and 1 order by 1 limit ${mostTold}`,
      [ledger],
    );
    return rows.map(({ position, payout, paid }) => ({
      position: BigInt(position),
      says: paid > 1 ? `pays payout ${payout} for the ${paid}. time` : `takes payout ${payout} back from net-paid, where it does not stand`,
    }));
  });

/** A close seals where the chain ended before it: the event right before its own, with that one's hash. */
export const sealFaults = (pool: Pool, ledger: string): Promise<ChainFault[]> =>
  onOwnLine(pool, async (client) => {
    const { rows } = await client.query<{ position: string; sealed: string; is_there: boolean }>(
      `with close as (
         select ledger_id, position, data::json -> 'seal' ->> 'position' as sealed, data::json -> 'seal' ->> 'hash' as hash
         from event where ledger_id = $1 and stream >= 'month/' and stream < 'month0' and type = 'MonthClosed')
       select close.position, sealed, encode(before.hash, 'hex') is not distinct from close.hash as is_there
       from close left join event before on before.ledger_id = close.ledger_id and before.position = sealed::bigint
       where sealed is not null and (sealed::bigint <> close.position - 1 or encode(before.hash, 'hex') is distinct from close.hash)
       order by close.position limit ${mostTold}`,
      [ledger],
    );
    return rows.map(({ position, sealed, is_there }) => ({
      position: BigInt(position),
      says: is_there
        ? `seals the books as they ended at event ${sealed}, which is not the one before it`
        : `seals the hash of event ${sealed}, and another one stands there`,
    }));
  });
