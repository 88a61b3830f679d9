import { Inject, Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { SignedHead } from '../domain/publication.js';
import { CLOCK, type Clock } from '../event-store/tokens.js';
import { type NoteKey, vkeyOf } from '../public-log/note-key.js';
import { isQuorum, type Policy } from '../public-log/policy.js';
import { noteOf } from './head-note.js';
import { WITNESS_POLICY } from './witness-policy.js';
import { askWitness, type ProofFrom, type Witness, type Witnessed } from './witnesses.js';

/** A head that stands still is shown to its witnesses again each day, so that readers see that both are alive. */
export const refreshMs = 20 * 3600 * 1000;
/** One that was silent is left alone for so long. */
const pauseMs = 5 * 60 * 1000;

/** The checkpoint with its witnesses' lines, and whether those are enough to show it. */
export interface Cosigned {
  readonly note: string;
  readonly isEnough: boolean;
}

/** One of a ledger's logs, by the entries of those before it. */
interface LogOfLedger {
  readonly ledger: string;
  readonly base: number;
}

interface Standing {
  readonly vkey: string;
  readonly size: string;
  readonly line: string | null;
  readonly cosigned_at: Date | null;
  readonly asked_at: Date;
  readonly is_inconsistent: boolean;
}

const noteSql = `
  insert into log_witness (ledger_id, vkey, size, line, cosigned_at, asked_at, is_inconsistent, base) values ($1, $2, $3, $4, $5, $6, $7, $8)
  on conflict (ledger_id, base, vkey) do update set size = excluded.size, line = excluded.line, cosigned_at = excluded.cosigned_at,
    asked_at = excluded.asked_at, is_inconsistent = excluded.is_inconsistent`;

/** Brings heads to the witnesses that the operator has named, one after another, and remembers what each has signed. */
@Injectable()
export class Cosigning {
  private readonly log = new Logger(Cosigning.name);

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(WITNESS_POLICY) private readonly policy: Policy,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  get hasWitnesses(): boolean {
    return this.policy.witnesses.length > 0;
  }

  async of(log: LogOfLedger, head: SignedHead, proofFrom: ProofFrom): Promise<Cosigned> {
    const note = noteOf(head);
    const standing = await this.standing(log);
    const lines: string[] = [];
    const cosigners: NoteKey[] = [];
    for (const witness of this.policy.witnesses) {
      const line = await this.line(log, witness, standing.get(vkeyOf(witness.key)), head, proofFrom);
      if (line === undefined) continue;
      lines.push(line);
      cosigners.push(witness.key);
    }
    return { note: note + lines.join(''), isEnough: isQuorum(this.policy.quorum, cosigners) };
  }

  private async standing({ ledger, base }: LogOfLedger): Promise<ReadonlyMap<string, Standing>> {
    if (!this.hasWitnesses) return new Map();
    const rows: Standing[] = await this.dataSource.query('select * from log_witness where ledger_id = $1 and base = $2', [ledger, base]);
    return new Map(rows.map((row) => [row.vkey, row]));
  }

  /** Its line over this head: a fresh one, or the one it gave within the day. */
  private async line(log: LogOfLedger, witness: Witness, before: Standing | undefined, head: SignedHead, proofFrom: ProofFrom) {
    const now = this.clock();
    const given = before && Number(before.size) === head.size ? (before.line ?? undefined) : undefined;
    if (before?.is_inconsistent) return given;
    if (given && now - before!.cosigned_at!.getTime() < refreshMs) return given;
    if (before && !given && now - before.asked_at.getTime() < pauseMs) return undefined;
    const asking = { note: noteOf(head), size: head.size, old: Number(before?.size ?? 0), nowSeconds: Math.floor(now / 1000) };
    const answer = await askWitness(witness, asking, proofFrom);
    await this.note(log, witness, before, head, answer);
    return answer.is === 'cosigned' ? answer.line : given;
  }

  private async note(
    { ledger, base }: LogOfLedger,
    { name, key }: Witness,
    before: Standing | undefined,
    head: SignedHead,
    answer: Witnessed,
  ) {
    const asked = new Date(this.clock());
    const kept = [before?.size ?? '0', before?.line ?? null, before?.cosigned_at ?? null];
    const signed = answer.is === 'cosigned' ? [head.size, answer.line, new Date(answer.at * 1000)] : kept;
    await this.dataSource.query(noteSql, [ledger, vkeyOf(key), ...signed, asked, answer.is === 'inconsistent', base]);
    if (answer.is === 'silent') this.log.warn(`Witness ${name} did not cosign ${head.origin} at ${head.size}: ${answer.why}`);
    if (answer.is === 'inconsistent')
      this.log.error(`Witness ${name} holds a history of ${head.origin} that ours does not continue. It is not asked again: run doctor.`);
  }
}
