import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { instant } from '../domain/calendar.js';
import { JOURNAL, type Journal } from '../domain/journal.js';
import { CLOCK, type Clock } from '../event-store/tokens.js';
import type { AddCheckpoint } from '../public-log/add-checkpoint.js';
import { base64Of, bytesOfBase64 } from '../public-log/bytes.js';
import { claimedOrigin, type OpenedCheckpoint, openCheckpoint } from '../public-log/checkpoint.js';
import { LogFault } from '../public-log/log-fault.js';
import { parseNote, signatureLine } from '../public-log/note.js';
import type { NoteKey } from '../public-log/note-key.js';
import { checkConsistency } from '../public-log/proof.js';
import { emptyRoot } from '../public-log/tree.js';
import { LogKeys } from './log-keys.js';

/** Which logs of others this host witnesses, and under which name; absent where it witnesses none. */
export interface WitnessRole {
  readonly name: string;
  readonly logs: readonly NoteKey[];
}

export const WITNESS_ROLE = Symbol('witness role');

/** What a witness answers, by the status that C2SP tlog-witness gives it. */
export type WitnessAnswer =
  | { readonly status: 200; readonly line: string }
  /** It holds this size of the log; the log starts from there. */
  | { readonly status: 409; readonly size: number }
  | { readonly status: 400 | 403 | 404 | 422; readonly says: string };

interface Held {
  readonly size: number;
  readonly root: Uint8Array;
}

/**
 * A witness for the logs of other practices: it remembers the last head of each and signs a later one only if that continues it.
 * It sees sizes and hashes, never an entry.
 */
@Injectable()
export class Witnessing {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(WITNESS_ROLE) private readonly role: WitnessRole | undefined,
    @Inject(LogKeys) private readonly keys: LogKeys,
    @Inject(JOURNAL) private readonly journal: Journal,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Undefined where this host witnesses nobody. */
  async key(): Promise<NoteKey | undefined> {
    return this.role && this.keys.ofWitness(this.role.name);
  }

  async add({ old, proof, note }: AddCheckpoint): Promise<WitnessAnswer> {
    const origin = claimedOrigin(note);
    const keys = this.role?.logs.filter(({ name }) => name === origin) ?? [];
    if (keys.length === 0) return { status: 404, says: `The log ${origin} is not witnessed here.` };
    const head = opened(note, origin, keys);
    if (!head) return { status: 403, says: 'No key that is known here for this log has signed this checkpoint.' };
    if (old > head.size) return { status: 400, says: 'The old size is above the size of the checkpoint.' };
    const held = await this.held(origin);
    if (!held) return { status: 409, size: (await this.kept(origin)).size };
    if (old !== held.size) return { status: 409, size: held.size };
    if (!continues(held, head, proof)) return { status: 422, says: 'This checkpoint does not continue the one that was signed before.' };
    if (!(await this.remember(origin, held, head))) return { status: 409, size: (await this.kept(origin)).size };
    if (head.size > held.announced) await this.announce(head);
    return { status: 200, line: await this.sign(note) };
  }

  private async sign(note: string): Promise<string> {
    const key = await this.keys.ofWitness(this.role!.name);
    return signatureLine(parseNote(note).text, key, Math.floor(this.clock() / 1000));
  }

  /** In the journal before it is signed: whatever is restored one day, this head is known to have been witnessed. */
  private announce({ origin, size, root }: OpenedCheckpoint): Promise<void> {
    return this.journal.write({ kind: 'witnessed-head', origin, size, root: base64Of(root), at: instant(this.clock()) });
  }

  /** Of the table and the journal whichever is later: the table may have been restored from an older copy. Undefined where that moves on meanwhile. */
  private async held(origin: string): Promise<(Held & { readonly announced: number }) | undefined> {
    const kept = await this.kept(origin);
    const { entries } = await this.journal.read();
    const witnessed = entries.filter((entry) => entry.kind === 'witnessed-head').filter((entry) => entry.origin === origin);
    const latest = witnessed.reduce<Held>((last, { size, root }) => (size > last.size ? { size, root: bytesOfBase64(root)! } : last), {
      size: 0,
      root: emptyRoot,
    });
    const announced = latest.size;
    if (announced <= kept.size) return { ...kept, announced };
    return (await this.remember(origin, kept, latest)) ? { ...latest, announced } : undefined;
  }

  private async kept(origin: string): Promise<Held> {
    const [row]: { size: string; root: Buffer }[] = await this.dataSource.query('select size, root from witnessed_log where origin = $1', [
      origin,
    ]);
    return row ? { size: Number(row.size), root: new Uint8Array(row.root) } : { size: 0, root: emptyRoot };
  }

  /** Before it signs, and only if nobody was faster: of two heads that both continue the last one, one is remembered. */
  private async remember(origin: string, held: Held, head: Held): Promise<boolean> {
    const rows: unknown[] = await this.dataSource.query(
      `insert into witnessed_log (origin, size, root, seen_at) values ($1, $2, $3, $4)
       on conflict (origin) do update set size = excluded.size, root = excluded.root, seen_at = excluded.seen_at
       where witnessed_log.size = $5 and witnessed_log.root = $6 returning 1`,
      [origin, head.size, Buffer.from(head.root), new Date(this.clock()), held.size, Buffer.from(held.root)],
    );
    return rows.length === 1;
  }
}

/** Undefined where it is signed by nobody known, or badly. */
function opened(note: string, origin: string, keys: readonly NoteKey[]): OpenedCheckpoint | undefined {
  try {
    return openCheckpoint(note, origin, keys);
  } catch (fault) {
    if (fault instanceof LogFault && fault.code.startsWith('note/')) return undefined;
    throw fault;
  }
}

function continues(held: Held, head: OpenedCheckpoint, proof: readonly Uint8Array[]): boolean {
  try {
    checkConsistency(proof, held, head);
    return true;
  } catch (fault) {
    if (fault instanceof LogFault) return false;
    throw fault;
  }
}
