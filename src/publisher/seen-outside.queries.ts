import { Inject, Injectable } from '@nestjs/common';
import type { SeenLog, SeenOutside, WitnessStanding } from '../domain/hold.js';
import type { SignedHead } from '../domain/publication.js';
import { CLOCK, type Clock } from '../event-store/tokens.js';
import { parseCheckpoint } from '../public-log/checkpoint.js';
import { parseNote } from '../public-log/note.js';
import type { Policy } from '../public-log/policy.js';
import { noteOf } from './head-note.js';
import type { LogFiles } from './log-files.js';
import { LogsOnDisk } from './logs-on-disk.js';
import { PublishedHeads } from './published-heads.queries.js';
import { WITNESS_POLICY } from './witness-policy.js';
import { type Witness, askWitness, isAheadOf } from './witnesses.js';

/** What the files and the witnesses have seen of a log, whatever these books say. Shows a witness no head but one that was signed before. */
@Injectable()
export class SeenLogs implements SeenOutside {
  constructor(
    @Inject(PublishedHeads) private readonly published: PublishedHeads,
    @Inject(LogsOnDisk) private readonly onDisk: LogsOnDisk,
    @Inject(WITNESS_POLICY) private readonly policy: Policy,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async of(ledger: string): Promise<SeenLog> {
    const logs = await this.published.logs(ledger);
    const log = logs.at(-1);
    const head = log?.heads.at(-1);
    const { folder, files } = this.onDisk.of(ledger, log ?? { origin: '', base: 0 });
    const checkpoint = await folder.read('checkpoint');
    const witnesses = head ? await Promise.all(this.policy.witnesses.map((witness) => this.standing(witness, head, files))) : [];
    const heads = logs.flatMap((each) => each.heads);
    return { heads, ...(checkpoint && { shown: parseCheckpoint(parseNote(checkpoint.toString('utf8')).text).size }), witnesses };
  }

  /** A witness that has seen more than this head answers 409 with a larger size, and one with another history 422. */
  private async standing(witness: Witness, head: SignedHead, files: LogFiles): Promise<WitnessStanding> {
    const asking = { note: noteOf(head), size: head.size, old: head.size, nowSeconds: Math.floor(this.clock() / 1000) };
    const answer = await askWitness(witness, asking, (old) =>
      old === head.size ? Promise.resolve([]) : files.consistency(old, head.size),
    );
    const { name } = witness;
    if (answer.is === 'cosigned') return { name, is: 'agrees' };
    return { name, is: isAheadOf(answer, head.size) ? 'ahead' : 'silent' };
  }
}
