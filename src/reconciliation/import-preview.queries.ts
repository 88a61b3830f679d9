import { Inject, Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, type Repository } from 'typeorm';
import { addDaysTo, dayOf } from '../domain/calendar.js';
import { type AlikePayment, type LineProposal, proposalFor } from '../domain/import.js';
import { ledgerStream, openBooks } from '../domain/ledger.js';
import type { ObservedLine } from '../domain/observed.js';
import { EventReader } from '../event-store/event-reader.js';
import { Vault } from '../vault/vault.js';
import { type Draft, ImportDrafts } from './import-drafts.queries.js';
import { ObservationLineRow } from './observations.projection.js';
import { RecordedPayments } from './recorded-payments.js';

/** Tells lines apart; bound to the intake in app.module. */
export const IDENTITIES_OF = Symbol('identities of');
export type IdentitiesOf = (lines: readonly ObservedLine[]) => string[];

export interface PreviewLine {
  readonly line: ObservedLine;
  readonly identity: Buffer;
  readonly isHere: boolean;
  readonly proposal: LineProposal;
  /** A recorded payment that this line may be evidence for. */
  readonly alike?: AlikePayment;
}

export interface Preview {
  readonly draft: Draft;
  readonly lines: readonly PreviewLine[];
}

const nearDays = 3;

/** What each line of a file will become, and why. Reads only. */
@Injectable()
export class ImportPreviews {
  constructor(
    @Inject(ImportDrafts) private readonly drafts: ImportDrafts,
    @InjectRepository(ObservationLineRow) private readonly known: Repository<ObservationLineRow>,
    @Inject(RecordedPayments) private readonly payments: RecordedPayments,
    @Inject(EventReader) private readonly reader: EventReader,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(IDENTITIES_OF) private readonly identitiesOf: IdentitiesOf,
  ) {}

  async of(ledger: string, id: string): Promise<Preview> {
    const draft = await this.drafts.open(ledger, id);
    const identities = await this.fingerprints(ledger, draft);
    const here = await this.here(ledger, draft.account, identities);
    const { offerings, currency, zone } = openBooks(await this.reader.state(ledger, ledgerStream));
    const alikes = await this.alikes(ledger, draft.lines, here, identities, zone);
    const lines = draft.lines.map((line, index) => ({
      line,
      identity: identities[index]!,
      isHere: here.has(identities[index]!.toString('hex')),
      proposal: proposalFor(line, Object.values(offerings), alikes[index], currency),
      ...(alikes[index] && { alike: alikes[index] }),
    }));
    return { draft, lines };
  }

  private fingerprints(ledger: string, { lines }: Draft): Promise<Buffer[]> {
    return this.vault.fingerprints(ledger, 'observation-line', this.identitiesOf(lines));
  }

  private async here(ledger: string, account: string, identities: Buffer[]): Promise<Set<string>> {
    const rows = await this.known.findBy({ ledgerId: ledger, accountId: account, identity: In(identities) });
    return new Set(rows.map(({ identity }) => identity.toString('hex')));
  }

  /** One recorded payment without evidence can be the match of one line only. */
  private async alikes(
    ledger: string,
    lines: readonly ObservedLine[],
    here: Set<string>,
    identities: Buffer[],
    zone: string,
  ): Promise<(AlikePayment | undefined)[]> {
    const free = await this.payments.withoutEvidence(ledger);
    const taken = new Set<string>();
    return lines.map(({ reading, amount, day, method }, index) => {
      if (reading !== 'money-in' || here.has(identities[index]!.toString('hex'))) return undefined;
      const match = free.find((payment) => {
        const paidOn = dayOf(payment.receivedAt, zone);
        return (
          !taken.has(payment.paymentId) &&
          payment.currency === amount.currency &&
          payment.amountMinor === amount.minor &&
          paidOn >= addDaysTo(day, -nearDays) &&
          paidOn <= addDaysTo(day, nearDays)
        );
      });
      if (!match) return undefined;
      taken.add(match.paymentId);
      const paidOn = dayOf(match.receivedAt, zone);
      return { payment: match.paymentId, day: paidOn, isLikely: paidOn === day && match.method === method };
    });
  }
}
