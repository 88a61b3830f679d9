import { Inject, Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Any, type Repository } from 'typeorm';
import { witnessOf } from '../domain/evidence.js';
import { type AlikePayment, type LineProposal, proposalFor, proposalForSeen, proposalForTwin } from '../domain/import.js';
import { ledgerStream, openBooks } from '../domain/ledger.js';
import type { LineIdentities, ObservedLine } from '../domain/observed.js';
import { EventReader } from '../event-store/event-reader.js';
import { Vault } from '../vault/vault.js';
import { ForgottenLines } from './forgotten-lines.queries.js';
import { type Draft, ImportDrafts } from './import-drafts.queries.js';
import { KnownMovements } from './known-movements.js';
import { ObservationLineRow } from './observations.projection.js';
import { OtherFormats } from './other-formats.queries.js';
import { RecordedPayments } from './recorded-payments.js';

/** Tells lines apart; bound to the intake in app.module. */
export const LINE_IDENTITIES = Symbol('line identities');

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
  readonly draft: Draft;
  readonly lines: readonly PreviewLine[];
}

/** What each line of a file will become, and why. Reads only. */
@Injectable()
export class ImportPreviews {
  constructor(
    @Inject(ImportDrafts) private readonly drafts: ImportDrafts,
    @InjectRepository(ObservationLineRow) private readonly rows: Repository<ObservationLineRow>,
    @Inject(KnownMovements) private readonly movements: KnownMovements,
    @Inject(ForgottenLines) private readonly forgotten: ForgottenLines,
    @Inject(OtherFormats) private readonly formats: OtherFormats,
    @Inject(RecordedPayments) private readonly payments: RecordedPayments,
    @Inject(EventReader) private readonly reader: EventReader,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(LINE_IDENTITIES) private readonly identities: LineIdentities,
  ) {}

  async of(ledger: string, id: string): Promise<Preview> {
    return this.ofDraft(ledger, await this.drafts.open(ledger, id));
  }

  async ofDraft(ledger: string, draft: Draft): Promise<Preview> {
    const identities = await this.fingerprints(ledger, this.identities.of(draft.lines));
    const movements = await this.movements.fingerprints(ledger, draft.lines);
    const isHere = await this.forgotten.orForgotten(ledger, draft, await this.isHere(ledger, draft, identities));
    const { offerings, currency, zone } = openBooks(await this.reader.state(ledger, ledgerStream));
    const seen = await this.movements.alike(
      ledger,
      draft.account,
      draft.lines.map(({ amount }, index) => ({ amount, ...(movements[index] && !isHere[index] && { movement: movements[index] }) })),
    );
    const fresh = draft.lines.map((line, index) => (isHere[index] || seen[index] ? undefined : line));
    const alikes = await this.payments.alike(ledger, fresh, witnessOf(draft.source), zone);
    const twins = await this.formats.haveTwin(ledger, draft.account, draft.source, fresh);
    const proposed = (line: ObservedLine, index: number): LineProposal => {
      if (seen[index]) return proposalForSeen(seen[index]);
      const proposal = proposalFor(line, Object.values(offerings), alikes[index], currency);
      return twins[index] ? proposalForTwin(proposal) : proposal;
    };
    const lines = draft.lines.map((line, index) => ({
      line,
      identity: identities[index]!,
      ...(movements[index] && { movement: movements[index] }),
      isHere: isHere[index]!,
      proposal: proposed(line, index),
      ...(alikes[index] && { alike: alikes[index] }),
    }));
    return { draft, lines };
  }

  /** A line that is not known as it is told apart today may be here since lines were told apart otherwise. */
  private async isHere(ledger: string, { account, lines }: Draft, identities: readonly Buffer[]): Promise<boolean[]> {
    const known = await this.known(ledger, account, identities);
    const isKnown = identities.map((identity) => known.has(identity.toString('hex')));
    const rest = this.identities.earlier(lines.filter((_, index) => !isKnown[index]));
    const earlier = await this.fingerprints(ledger, rest.flat());
    const knownEarlier = await this.known(ledger, account, earlier);
    let from = 0;
    const wasKnown = rest.map(({ length }) => {
      from += length;
      return earlier.slice(from - length, from).some((identity) => knownEarlier.has(identity.toString('hex')));
    });
    let at = 0;
    return isKnown.map((isSo) => isSo || wasKnown[at++]!);
  }

  /** Of these lines, those that are not here by now either: another window may have brought some in. */
  async stillNew(ledger: string, account: string, lines: readonly PreviewLine[]): Promise<PreviewLine[]> {
    const known = await this.known(
      ledger,
      account,
      lines.map(({ identity }) => identity),
    );
    return lines.filter(({ identity }) => !known.has(identity.toString('hex')));
  }

  private fingerprints(ledger: string, identities: readonly string[]): Promise<Buffer[]> {
    return this.vault.fingerprints(ledger, 'observation-line', identities);
  }

  private async known(ledger: string, account: string, identities: readonly Buffer[]): Promise<ReadonlySet<string>> {
    if (identities.length === 0) return new Set();
    const rows = await this.rows.find({
      select: { identity: true },
      where: { ledgerId: ledger, accountId: account, identity: Any([...identities]) },
    });
    return new Set(rows.map(({ identity }) => identity.toString('hex')));
  }
}
