import { Inject, Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, type Repository } from 'typeorm';
import { type AlikePayment, type LineProposal, proposalFor, proposalForSeen } from '../domain/import.js';
import { ledgerStream, openBooks } from '../domain/ledger.js';
import type { ObservedLine } from '../domain/observed.js';
import { EventReader } from '../event-store/event-reader.js';
import { Vault } from '../vault/vault.js';
import { type Draft, ImportDrafts } from './import-drafts.queries.js';
import { KnownMovements } from './known-movements.js';
import { ObservationLineRow } from './observations.projection.js';
import { RecordedPayments, alikePayments } from './recorded-payments.js';

/** Tells lines apart; bound to the intake in app.module. */
export const IDENTITIES_OF = Symbol('identities of');
export type IdentitiesOf = (lines: readonly ObservedLine[]) => string[];

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
    @InjectRepository(ObservationLineRow) private readonly known: Repository<ObservationLineRow>,
    @Inject(KnownMovements) private readonly movements: KnownMovements,
    @Inject(RecordedPayments) private readonly payments: RecordedPayments,
    @Inject(EventReader) private readonly reader: EventReader,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(IDENTITIES_OF) private readonly identitiesOf: IdentitiesOf,
  ) {}

  async of(ledger: string, id: string): Promise<Preview> {
    return this.ofDraft(ledger, await this.drafts.open(ledger, id));
  }

  async ofDraft(ledger: string, draft: Draft): Promise<Preview> {
    const identities = await this.fingerprints(ledger, draft);
    const movements = await this.movements.fingerprints(ledger, draft.lines);
    const here = await this.here(ledger, draft.account, identities);
    const isHere = identities.map((identity) => here.has(identity.toString('hex')));
    const { offerings, currency, zone } = openBooks(await this.reader.state(ledger, ledgerStream));
    const seen = await this.movements.alike(
      ledger,
      draft.account,
      draft.lines.map(({ amount }, index) => ({ amount, ...(movements[index] && !isHere[index] && { movement: movements[index] }) })),
    );
    const alikes = alikePayments(
      draft.lines.map((line, index) => (isHere[index] || seen[index] ? undefined : line)),
      await this.payments.withoutEvidence(ledger),
      zone,
    );
    const lines = draft.lines.map((line, index) => ({
      line,
      identity: identities[index]!,
      ...(movements[index] && { movement: movements[index] }),
      isHere: isHere[index]!,
      proposal: seen[index] ? proposalForSeen(seen[index]) : proposalFor(line, Object.values(offerings), alikes[index], currency),
      ...(alikes[index] && { alike: alikes[index] }),
    }));
    return { draft, lines };
  }

  private fingerprints(ledger: string, { lines }: Draft): Promise<Buffer[]> {
    return Promise.all(this.identitiesOf(lines).map((identity) => this.vault.fingerprint(ledger, 'observation-line', identity)));
  }

  private async here(ledger: string, account: string, identities: Buffer[]): Promise<Set<string>> {
    const rows = await this.known.findBy({ ledgerId: ledger, accountId: account, identity: In(identities) });
    return new Set(rows.map(({ identity }) => identity.toString('hex')));
  }
}
