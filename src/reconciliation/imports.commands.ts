import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Month, addMonths, instant, monthOf, noonOf } from '../domain/calendar.js';
import { type FundFact, fundStream, intoFunds } from '../domain/fund.js';
import { ConfirmImport, type LineVerdict } from '../domain/import.js';
import { ledgerStream } from '../domain/ledger.js';
import { bookIn, monthStream } from '../domain/month.js';
import {
  type ObservationFact,
  type RecordedObservation,
  type Verdict,
  observationStream,
  recordObservation,
} from '../domain/observation.js';
import type { ObservedLine } from '../domain/observed.js';
import { type PaymentFact, paymentStream, recordPayment } from '../domain/payment.js';
import type { Sealed } from '../domain/sealed.js';
import { type Decided, EventStore } from '../event-store/event-store.js';
import { violates } from '../event-store/faults.js';
import { newId } from '../event-store/ids.js';
import { Terms } from '../event-store/ledger-terms.js';
import { CLOCK, type Clock } from '../event-store/tokens.js';
import type { Sealing } from '../vault/sealing.js';
import { Vault } from '../vault/vault.js';
import { ImportPreviews, type PreviewLine } from './import-preview.queries.js';
import { RecordedPayments, refuseStray } from './recorded-payments.js';
import { ObservationLineRow } from './observations.projection.js';

const linesAtOnce = 200;

/** A line on its way into the books: its ids are made, its words are sealed. */
interface NewLine {
  readonly preview: PreviewLine;
  readonly observation: RecordedObservation;
  readonly verdict: Verdict;
  readonly settled?: LineVerdict['settled'];
  readonly payment: string;
  readonly receivedAt: string;
  readonly months: readonly Month[];
  readonly sealed: { payer?: Sealed; reference?: Sealed };
}

@CommandHandler(ConfirmImport)
export class ConfirmImportHandler implements ICommandHandler<ConfirmImport> {
  constructor(
    @Inject(EventStore) private readonly events: EventStore,
    @Inject(RecordedPayments) private readonly payments: RecordedPayments,
    @Inject(ImportPreviews) private readonly previews: ImportPreviews,
    @Inject(Terms) private readonly terms: Terms,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The same file twice adds nothing: lines that are here already are left out, also when two windows confirm at once. */
  async execute(command: ConfirmImport): Promise<Decided> {
    try {
      return await this.confirm(command);
    } catch (error) {
      if (violates(error, 'observation_line_pkey')) return this.confirm(command);
      throw error;
    }
  }

  private async confirm(command: ConfirmImport): Promise<Decided> {
    const { ledger } = command.input;
    const { draft, lines } = await this.previews.of(ledger, command.input.import);
    const said = new Map(command.input.verdicts.map((verdict) => [verdict.line, verdict]));
    await this.refuseStrayEvidence(command, lines);
    const parts: Decided[] = [];
    for (let from = 0; from < lines.length; from += linesAtOnce) {
      parts.push(await this.record(command, draft.account, draft.source, lines.slice(from, from + linesAtOnce), said));
    }
    return { events: parts.flatMap(({ events }) => events), repeated: parts.every(({ repeated }) => repeated) };
  }

  /** A line speaks for one payment of the same amount, which stands in these books and has no line yet. */
  private async refuseStrayEvidence({ input }: ConfirmImport, lines: readonly PreviewLine[]): Promise<void> {
    const said = input.verdicts.filter(
      ({ line, verdict }) => verdict.becomes === 'evidence' && lines.some((each) => each.line.line === line && !each.isHere),
    );
    if (said.length === 0) return;
    const free = new Map((await this.payments.withoutEvidence(input.ledger)).map((payment) => [payment.paymentId, payment]));
    for (const { line, verdict } of said) {
      const { amount } = lines.find((each) => each.line.line === line)!.line;
      const payment = verdict.becomes === 'evidence' ? free.get(verdict.payment) : undefined;
      refuseStray(payment, amount, `line ${line}`);
      free.delete(payment!.paymentId);
    }
  }

  /**
   * One part of the file. Parts are cut by the file's own lines and have requests of their own, named after their first line: the
   * same confirmation again gets the first answers, and after a crash between two parts only the rest is recorded.
   */
  private async record(
    command: ConfirmImport,
    account: string,
    source: string,
    lines: readonly PreviewLine[],
    said: ReadonlyMap<number, LineVerdict>,
  ): Promise<Decided> {
    const { ledger, request } = command.input;
    const { zone, currency } = await this.terms.of(ledger);
    const sealing = this.vault.sealing(ledger);
    const now = instant(this.clock());
    const closedThrough = await this.terms.closedThrough(ledger);
    const place: Place = { account, source, zone, now, closedThrough, newId: () => newId(this.clock) };
    const fresh = lines.filter(({ isHere }) => !isHere).map((line) => newLine(line, said.get(line.line.line), place, sealing));
    const months = [...new Set(fresh.flatMap(({ months }) => months))];
    const currencies = [...new Set([currency, ...fresh.map(({ observation }) => observation.amount.currency)])];
    const part = new ConfirmImport({ ...command.input, request: `${request}.${lines[0]?.line.line ?? 0}` });
    return this.events.decide(
      part,
      {
        books: ledgerStream,
        months: months.map(monthStream),
        observations: fresh.map(({ observation }) => observationStream(observation.observation)),
        payments: fresh.map(({ payment }) => paymentStream(payment)),
        funds: currencies.map(fundStream),
      },
      ({ books, months: states, observations, payments }, at) => {
        const written = { observations: [] as ObservationFact[][], payments: [] as PaymentFact[][], fund: [] as FundFact[] };
        for (const [index, line] of fresh.entries()) {
          const isPayment = line.verdict.becomes === 'payment';
          written.observations.push(
            recordObservation(
              observations[index]!,
              line.observation,
              line.verdict,
              isPayment ? line.payment : undefined,
              at,
              line.receivedAt,
            ),
          );
          if (line.verdict.becomes !== 'payment') {
            written.payments.push([]);
            continue;
          }
          const booking = bookIn(
            line.months,
            line.months.map((month) => states[months.indexOf(month)]!),
            books,
          );
          const outcome = recordPayment(payments[index]!, line.payment, entryOf(line, line.verdict.offering), line.sealed, books, booking);
          written.payments.push(outcome.payment);
          written.fund.push(...outcome.fund);
        }
        return { observations: written.observations, payments: written.payments, funds: intoFunds(currencies, written.fund) };
      },
      { rows: [...sealing.newKeys, ...fresh.map((line) => lineRow(ledger, account, line))] },
    );
  }
}

interface Place {
  readonly account: string;
  readonly source: string;
  readonly zone: string;
  readonly now: string;
  readonly closedThrough: Month | undefined;
  readonly newId: () => string;
}

function newLine(preview: PreviewLine, said: LineVerdict | undefined, place: Place, sealing: Sealing): NewLine {
  const { line } = preview;
  const observation = sealing.newSubject('observation', { now: place.now });
  const verdict = said?.verdict ?? preview.proposal.verdict;
  const receivedAt = line.at ?? noonOf(line.day, place.zone);
  return {
    preview,
    payment: place.newId(),
    receivedAt,
    verdict,
    ...(said?.settled && { settled: said.settled }),
    months: monthsFor(monthOf(receivedAt, place.zone), place.closedThrough),
    observation: {
      observation,
      account: place.account,
      source: place.source,
      day: line.day,
      amount: line.amount,
      ...(line.fee && { fee: line.fee }),
      method: line.method,
      reading: line.reading,
      text: sealing.seal(observation, 'observation.text', line.text),
      ...(line.name && { name: sealing.seal(observation, 'observation.name', line.name) }),
      ...(line.reference && { reference: sealing.seal(observation, 'observation.reference', line.reference) }),
      ...(line.settled && { settled: { amount: line.settled.amount, source: 'paypal' } }),
    },
    sealed: verdict.becomes === 'payment' ? sealedPayer(sealing, line, place.now) : {},
  };
}

function sealedPayer(sealing: Sealing, { name, reference }: ObservedLine, now: string): { payer?: Sealed; reference?: Sealed } {
  if (!name && !reference) return {};
  const payer = sealing.newSubject('payer', { now });
  return {
    ...(name && { payer: sealing.seal(payer, 'payment.payer', name) }),
    ...(reference && { reference: sealing.seal(payer, 'payment.reference', reference) }),
  };
}

const monthsFor = (month: Month, closedThrough: Month | undefined): readonly Month[] =>
  closedThrough && month <= closedThrough ? [month, addMonths(closedThrough, 1)] : [month];

function entryOf({ preview, observation, receivedAt, settled }: NewLine, offering: string) {
  const { line } = preview;
  const rate = settled ?? (line.settled && { amount: line.settled.amount, source: 'paypal' });
  return {
    amount: line.amount,
    ...(line.fee && { fee: line.fee }),
    method: line.method,
    offering,
    receivedAt,
    ...(rate && { settled: rate }),
    account: observation.account,
    observation: observation.observation,
  };
}

function lineRow(ledger: string, account: string, { preview, observation }: NewLine): ObservationLineRow {
  return Object.assign(new ObservationLineRow(), {
    ledgerId: ledger,
    accountId: account,
    identity: preview.identity,
    movement: preview.movement ?? null,
    observationId: observation.observation,
  });
}
