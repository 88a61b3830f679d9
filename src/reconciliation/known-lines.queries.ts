import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { type LineCounts, type LineIdentities, type ObservedLine, nothingCounted } from '../domain/observed.js';
import { Vault } from '../vault/vault.js';
import { ForgottenLines } from './forgotten-lines.queries.js';

/** Tells lines apart; bound to the intake in app.module. */
export const LINE_IDENTITIES = Symbol('line identities');

/** In the order of the lines. */
interface Told {
  readonly identities: readonly Buffer[];
  readonly isHere: readonly boolean[];
}

/** Lines of an account that are in the books already. */
@Injectable()
export class KnownLines {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(ForgottenLines) private readonly forgotten: ForgottenLines,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(LINE_IDENTITIES) private readonly identities: LineIdentities,
  ) {}

  /** Looks through one file from its first line to its last, part by part: equal lines are counted over all of it. */
  async inFile(ledger: string, draft: { readonly account: string; readonly source: string }) {
    const orForgotten = await this.forgotten.inFile(ledger, draft);
    const counts = nothingCounted();
    return async (lines: readonly ObservedLine[]): Promise<Told> => {
      const identities = await this.fingerprints(ledger, this.identities.of(lines, counts));
      return { identities, isHere: orForgotten(lines, await this.isHere(ledger, draft.account, lines, identities, counts)) };
    };
  }

  /** A line that is not known as it is told apart today may be here since lines were told apart otherwise. */
  private async isHere(
    ledger: string,
    account: string,
    lines: readonly ObservedLine[],
    identities: readonly Buffer[],
    counts: LineCounts,
  ): Promise<boolean[]> {
    const known = await this.known(ledger, account, identities);
    const isKnown = identities.map((identity) => known.has(identity.toString('hex')));
    const rest = this.identities.earlier(
      lines.filter((_, index) => !isKnown[index]),
      counts,
    );
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
  async stillNew<Line extends { readonly identity: Buffer }>(ledger: string, account: string, lines: readonly Line[]): Promise<Line[]> {
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
    const rows = await this.dataSource.query<{ identity: Buffer }[]>(
      'select identity from observation_line where ledger_id = $1 and account_id = $2 and identity = any($3::bytea[])',
      [ledger, account, identities],
    );
    return new Set(rows.map(({ identity }) => identity.toString('hex')));
  }
}
