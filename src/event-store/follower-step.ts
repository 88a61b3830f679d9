import type { Logger } from '@nestjs/common';
import type { EventReader } from './event-reader.js';
import { StoreUnavailable } from './faults.js';
import type { Follower } from './follower.js';
import type { Lookout, Turn } from './lookout.js';
import { type EventLine, eventOf } from './reading.js';
import { clearStop, noteStop, reasonOf } from './standstill.js';
import type { Due } from './turn-queue.js';

const pageSize = 100;
/** Positions looked through at a time for the follower's own. */
const span = 20_000n;
/** How long one ledger may have its turn while others wait. */
const turnMs = 1_000;

/** Where a follower stands in a ledger, and where the ledger ends. */
interface Stand {
  readonly position: bigint;
  readonly head: bigint;
  readonly stoppedBefore?: bigint;
  readonly tries: number;
  readonly waits: boolean;
}

/** One turn: a page of one ledger, acted on by one follower, event after event, each with its cursor. */
export class FollowerStep {
  constructor(
    private readonly lookout: Lookout,
    private readonly reader: EventReader,
    private readonly log: Logger,
  ) {}

  /**
   * True when there is more to do. Nothing is held open in the database but the turn itself.
   * @throws StoreUnavailable when the line that holds the turn is gone: what was acted on last is acted on again
   */
  async take({ follower, ledger, now }: Due): Promise<boolean> {
    const turn = await this.lookout.take(follower.name, ledger);
    if (!turn) return false;
    try {
      const stand = await standOf(turn);
      if (stand.head <= stand.position || (stand.waits && !now)) return false;
      return await this.actOnPage(follower, turn, stand);
    } finally {
      await turn.letGo();
    }
  }

  private async actOnPage(follower: Follower, turn: Turn, stand: Stand): Promise<boolean> {
    const until = Date.now() + turnMs;
    const end = stand.position + span < stand.head ? stand.position + span : stand.head;
    const lines = await this.reader.linesOfTypes(turn.ledger, stand.position, end, follower.types, pageSize);
    let reached = stand.position;
    let isStopped = stand.stoppedBefore !== undefined;
    for (const line of lines) {
      const at = BigInt(line[0]);
      if (!(await this.hasActed(follower, turn, line, reached, stand))) return false;
      await move(turn, reached, at);
      reached = at;
      if (isStopped) await clearStop(turn);
      isStopped = false;
      if (Date.now() > until) return true;
    }
    const through = lines.length === pageSize ? reached : end;
    if (through > reached) await move(turn, reached, through);
    return through < stand.head;
  }

  private async hasActed(follower: Follower, turn: Turn, line: EventLine, reached: bigint, stand: Stand): Promise<boolean> {
    const [at, , , type] = line;
    const position = BigInt(at);
    try {
      await follower.act(eventOf(turn.ledger, line));
      return true;
    } catch (error) {
      this.log.error(`${turn.follower} stopped before event ${at} (${type}) of ledger ${turn.ledger}: ${reasonOf(error)}`);
      if (position - 1n > reached) await move(turn, reached, position - 1n);
      await noteStop(turn, { position, type }, stand.stoppedBefore === position ? stand.tries : 0, error);
      return false;
    }
  }
}

async function standOf({ ask, ledger, follower }: Turn): Promise<Stand> {
  const [row] = await ask<{ position: string; head: string; stopped: string | null; tries: number; waits: boolean }>(
    `select coalesce(c.position, 0)::text as position, h.position::text as head, s.position::text as stopped,
       coalesce(s.tries, 0) as tries, coalesce(s.next_try_at > now(), false) as waits
     from ledger_head h left join follower_cursor c on c.ledger_id = h.ledger_id and c.follower = $2
       left join follower_stop s on s.ledger_id = h.ledger_id and s.follower = $2 where h.ledger_id = $1`,
    [ledger, follower],
  );
  if (!row) return { position: 0n, head: 0n, tries: 0, waits: false };
  const { position, head, stopped, tries, waits } = row;
  return { position: BigInt(position), head: BigInt(head), ...(stopped !== null && { stoppedBefore: BigInt(stopped) }), tries, waits };
}

/** From where it stood: whoever was paused while another went on moves nothing back. */
async function move({ ask, ledger, follower }: Turn, from: bigint, to: bigint): Promise<void> {
  const moved = await ask(
    `insert into follower_cursor (ledger_id, follower, position) values ($1, $2, $4)
     on conflict (ledger_id, follower) do update set position = excluded.position where follower_cursor.position = $3 returning 1`,
    [ledger, follower, from.toString(), to.toString()],
  );
  if (moved.length === 0) throw new StoreUnavailable({ cause: new Error('The cursor was moved by another program.') });
}
