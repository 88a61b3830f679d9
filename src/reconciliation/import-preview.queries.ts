import { Inject, Injectable } from '@nestjs/common';
import { witnessOf } from '../domain/evidence.js';
import {
  type AlikePayment,
  type LineProposal,
  type SameMovement,
  proposalFor,
  proposalForSeen,
  proposalForTwin,
} from '../domain/import.js';
import { ledgerStream, openBooks } from '../domain/ledger.js';
import type { ObservedLine } from '../domain/observed.js';
import { EventReader } from '../event-store/event-reader.js';
import { type Draft, ImportDrafts, type KeptDraft, asKept } from './import-drafts.queries.js';
import { KnownLines } from './known-lines.queries.js';
import { KnownMovements } from './known-movements.js';
import { OtherFormats } from './other-formats.queries.js';
import { type Candidate, RecordedPayments, oneForEach } from './recorded-payments.js';

export interface PreviewLine {
  readonly line: ObservedLine;
  readonly identity: Buffer;
  /** The source's own number, where it gives one: the same on every line about the same money. */
  readonly movement?: Buffer;
  readonly isHere: boolean;
  readonly proposal: LineProposal;
  /** A recorded payment that this line may be evidence for. */
  readonly alike?: AlikePayment;
}

export interface Preview {
  readonly draft: KeptDraft;
  readonly lines: readonly PreviewLine[];
}

/** The beginning of a file, as much as a page can hold, and how many lines there are. */
export interface ShownPreview extends Preview {
  readonly count: number;
  /** The first line that is not shown. */
  readonly unseenFrom?: number;
  /** Of all lines, the earliest and the latest. */
  readonly days: readonly [from: string, through: string];
}

/** A file that was looked through from its first line to its last, and is shown part by part, as often as it is asked for. */
export interface LookedThrough {
  readonly draft: KeptDraft;
  readonly count: number;
  parts(): AsyncGenerator<readonly PreviewLine[]>;
}

/** What is kept of a part that was looked through: without its words, so that a long file is never in memory whole. */
interface PartTold {
  /** Of all its lines, one after another. */
  readonly identities: Buffer;
  readonly isHere: readonly boolean[];
  readonly seen: readonly (SameMovement | undefined)[];
  readonly twins: readonly boolean[];
}

const identityBytes = 32;

/** What each line of a file will become, and why. Reads only. */
@Injectable()
export class ImportPreviews {
  constructor(
    @Inject(ImportDrafts) private readonly drafts: ImportDrafts,
    @Inject(KnownLines) private readonly known: KnownLines,
    @Inject(KnownMovements) private readonly movements: KnownMovements,
    @Inject(OtherFormats) private readonly formats: OtherFormats,
    @Inject(RecordedPayments) private readonly payments: RecordedPayments,
    @Inject(EventReader) private readonly reader: EventReader,
  ) {}

  /** All lines at once, for a page. */
  async of(ledger: string, id: string): Promise<Preview> {
    return whole(await this.lookThrough(ledger, id));
  }

  /** As many lines as a page holds; the others are looked through, and never held. */
  async shown(ledger: string, id: string, most: number): Promise<ShownPreview> {
    const { draft, count, parts } = await this.lookThrough(ledger, id);
    const lines: PreviewLine[] = [];
    let unseenFrom: number | undefined;
    let days: readonly [string, string] = ['9999-12-31', ''];
    for await (const part of parts()) {
      for (const { line } of part) days = [line.day < days[0] ? line.day : days[0], line.day > days[1] ? line.day : days[1]];
      const some = part.slice(0, most - lines.length);
      lines.push(...some);
      unseenFrom ??= part[some.length]?.line.line;
    }
    return { draft, lines, count, days, ...(unseenFrom !== undefined && { unseenFrom }) };
  }

  async ofDraft(ledger: string, draft: Draft): Promise<Preview> {
    return whole(await this.lookThroughDraft(ledger, asKept(draft)));
  }

  async lookThrough(ledger: string, id: string): Promise<LookedThrough> {
    return this.lookThroughDraft(ledger, await this.drafts.kept(ledger, id));
  }

  /** A payment is proposed to one line of the whole file, so every part is looked at before the first one is shown. */
  private async lookThroughDraft(ledger: string, draft: KeptDraft): Promise<LookedThrough> {
    const { offerings, currency, zone } = openBooks(await this.reader.state(ledger, ledgerStream));
    const known = await this.known.inFile(ledger, draft);
    const haveTwin = this.formats.inFile(ledger, draft);
    const told: PartTold[] = [];
    const candidates: Candidate[] = [];
    let count = 0;
    for await (const lines of draft.parts()) {
      const { identities, isHere } = await known(lines);
      const seen = await this.seen(ledger, draft.account, lines, isHere);
      const fresh = lines.map((line, index) => (isHere[index] || seen[index] ? undefined : line));
      candidates.push(...(await this.payments.candidates(ledger, fresh, witnessOf(draft.source), zone, count)));
      told.push({ identities: Buffer.concat(identities), isHere, seen, twins: await haveTwin(fresh) });
      count += lines.length;
    }
    const alikes = oneForEach(candidates);
    const offered = Object.values(offerings);
    const proposed = (line: ObservedLine, alike: AlikePayment | undefined, seen: SameMovement | undefined, isTwin: boolean) => {
      if (seen) return proposalForSeen(seen);
      const proposal = proposalFor(line, offered, alike, currency);
      return isTwin ? proposalForTwin(proposal) : proposal;
    };
    return { draft, count, parts: () => this.proposed(ledger, draft, told, alikes, proposed) };
  }

  private async *proposed(
    ledger: string,
    draft: KeptDraft,
    told: readonly PartTold[],
    alikes: ReadonlyMap<number, AlikePayment>,
    proposed: (line: ObservedLine, alike: AlikePayment | undefined, seen: SameMovement | undefined, isTwin: boolean) => LineProposal,
  ): AsyncGenerator<readonly PreviewLine[]> {
    let part = 0;
    let from = 0;
    for await (const lines of draft.parts()) {
      const { identities, isHere, seen, twins } = told[part]!;
      const movements = await this.movements.fingerprints(ledger, lines);
      const first = from;
      yield lines.map((line, index) => {
        const alike = alikes.get(first + index);
        return {
          line,
          identity: identities.subarray(index * identityBytes, (index + 1) * identityBytes),
          ...(movements[index] && { movement: movements[index] }),
          isHere: isHere[index]!,
          proposal: proposed(line, alike, seen[index], twins[index]!),
          ...(alike && { alike }),
        };
      });
      part += 1;
      from += lines.length;
    }
  }

  private async seen(ledger: string, account: string, lines: readonly ObservedLine[], isHere: readonly boolean[]) {
    const movements = await this.movements.fingerprints(ledger, lines);
    const sought = lines.map(({ amount }, index) => ({
      amount,
      ...(movements[index] && !isHere[index] && { movement: movements[index] }),
    }));
    return this.movements.alike(ledger, account, sought);
  }
}

async function whole({ draft, parts }: LookedThrough): Promise<Preview> {
  const lines: PreviewLine[] = [];
  for await (const part of parts()) lines.push(...part);
  return { draft, lines };
}
