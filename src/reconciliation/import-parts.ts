import { Inject, Injectable } from '@nestjs/common';
import { type Month, instant } from '../domain/calendar.js';
import type { Witnesses } from '../domain/evidence.js';
import { newborn } from '../domain/fact.js';
import { fundStream, intoFunds } from '../domain/fund.js';
import { ConfirmImport, type ImportConfirmation, type LineVerdict, unasked } from '../domain/import.js';
import { ledgerStream } from '../domain/ledger.js';
import { monthIsClosed, monthStream } from '../domain/month.js';
import { observationStream } from '../domain/observation.js';
import { paymentStream } from '../domain/payment.js';
import { Refusal } from '../domain/refusal.js';
import { type Decided, EventStore } from '../event-store/event-store.js';
import { violates } from '../event-store/faults.js';
import { newId } from '../event-store/ids.js';
import { Terms } from '../event-store/ledger-terms.js';
import { CLOCK, type Clock } from '../event-store/tokens.js';
import { Vault } from '../vault/vault.js';
import type { KeptDraft } from './import-drafts.queries.js';
import type { PreviewLine } from './import-preview.queries.js';
import { KnownLines } from './known-lines.queries.js';
import { type NewLine, type Place, lineRow, newLine, recordLines } from './new-lines.js';

/** What all parts of one file share. */
export interface WholeImport {
  readonly confirmation: ImportConfirmation;
  readonly draft: KeptDraft;
  readonly said: ReadonlyMap<number, LineVerdict>;
  readonly witnesses: Witnesses;
}

/** What is looked up before the lock, and may have moved on under it. */
interface Outlook {
  readonly fresh: readonly PreviewLine[];
  readonly closedThrough: Month | undefined;
}

/** Brings one part of a file into the books. */
@Injectable()
export class ImportParts {
  constructor(
    @Inject(EventStore) private readonly events: EventStore,
    @Inject(KnownLines) private readonly known: KnownLines,
    @Inject(Terms) private readonly terms: Terms,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Looks again as long as others bring in lines of the part, or a month closes: each time there is less that can come between. */
  async record(whole: WholeImport, lines: readonly PreviewLine[]): Promise<Decided> {
    const { ledger } = whole.confirmation;
    let outlook: Outlook = {
      fresh: lines.filter(({ isHere }) => !isHere),
      closedThrough: await this.terms.closedThrough(ledger),
    };
    for (;;) {
      try {
        return await this.append(whole, lines, outlook);
      } catch (error) {
        outlook = await this.outlookAfter(error, whole, outlook);
      }
    }
  }

  /** @throws the error itself where looking again shows nothing new */
  private async outlookAfter(error: unknown, { confirmation: { ledger }, draft }: WholeImport, before: Outlook): Promise<Outlook> {
    if (violates(error, 'observation_line_pkey')) {
      const fresh = await this.known.stillNew(ledger, draft.account, before.fresh);
      if (fresh.length < before.fresh.length) return { ...before, fresh };
    }
    if (error instanceof Refusal && error.code === monthIsClosed) {
      const closedThrough = await this.terms.closedThrough(ledger);
      if (closedThrough !== before.closedThrough) return { ...before, closedThrough };
    }
    throw error;
  }

  /**
   * Parts are cut by the file's own lines and have requests of their own, named after their first and last line: the same
   * confirmation again gets the first answers, and after a crash between two parts only the rest is recorded.
   */
  private async append(whole: WholeImport, lines: readonly PreviewLine[], outlook: Outlook): Promise<Decided> {
    const { confirmation, draft, witnesses } = whole;
    const { ledger, request } = confirmation;
    const sealing = this.vault.sealing(ledger);
    const place = await this.placeOf(whole, outlook);
    const fresh = outlook.fresh.map((line) => newLine(line, saidOf(line, whole), place, sealing));
    const named = namedBy(fresh, (await this.terms.of(ledger)).currency);
    const { months, payments, currencies } = named;
    const part = new ConfirmImport({ ...confirmation, request: `${request}.${lines[0]?.line.line ?? 0}-${lines.at(-1)?.line.line ?? 0}` });
    return this.events.decide(
      part,
      streamsOf(fresh, named),
      (states, at) => {
        const { observations, paid, fund } = recordLines(
          fresh,
          { ...states, months: byName(months, states.months), witnesses },
          byName(payments, states.payments),
          at,
        );
        return { observations, payments: payments.map((payment) => paid.get(payment) ?? []), funds: intoFunds(currencies, fund) };
      },
      { rows: [...sealing.newKeys, ...fresh.map((line) => lineRow(ledger, draft.account, line))] },
    );
  }

  private async placeOf({ confirmation: { ledger }, draft: { account, source } }: WholeImport, { closedThrough }: Outlook): Promise<Place> {
    const { zone } = await this.terms.of(ledger);
    return { account, source, zone, now: instant(this.clock()), closedThrough, newId: () => newId(this.clock) };
  }
}

/** What a person said of a line; of one that was not shown, what nobody has to look at for. */
function saidOf({ line, proposal }: PreviewLine, { said, confirmation: { unseenFrom } }: WholeImport): LineVerdict | undefined {
  if (unseenFrom === undefined || line.line < unseenFrom) return said.get(line.line);
  return { line: line.line, verdict: unasked(line.reading, proposal) };
}

/** What the lines of a part touch, each once. */
interface Named {
  readonly months: readonly Month[];
  readonly payments: readonly string[];
  readonly currencies: readonly string[];
}

const namedBy = (fresh: readonly NewLine[], home: string): Named => ({
  months: [...new Set(fresh.flatMap(({ months }) => months))],
  payments: [...new Set(fresh.flatMap(({ payment }) => payment ?? []))],
  currencies: [...new Set([home, ...fresh.map(({ observation }) => observation.amount.currency)])],
});

function streamsOf(fresh: readonly NewLine[], { months, payments, currencies }: Named) {
  const made = new Set(fresh.flatMap(({ verdict, payment }) => (verdict.becomes === 'payment' && payment ? [payment] : [])));
  return {
    books: ledgerStream,
    months: months.map(monthStream),
    observations: fresh.map(({ observation }) => newborn(observationStream(observation.observation))),
    payments: payments.map((payment) => (made.has(payment) ? newborn(paymentStream(payment)) : paymentStream(payment))),
    funds: currencies.map(fundStream),
  };
}

const byName = <T>(names: readonly string[], states: readonly T[]): ReadonlyMap<string, T> =>
  new Map(names.map((name, index) => [name, states[index]!]));
