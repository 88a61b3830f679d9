import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { instant } from '../domain/calendar.js';
import { type Witnesses, isClaimed, strayEvidence, witnessOf } from '../domain/evidence.js';
import { newborn } from '../domain/fact.js';
import { fundStream, intoFunds } from '../domain/fund.js';
import { ConfirmImport, type LineVerdict } from '../domain/import.js';
import { ledgerStream } from '../domain/ledger.js';
import { monthStream } from '../domain/month.js';
import { observationStream } from '../domain/observation.js';
import { paymentStream } from '../domain/payment.js';
import type { Sealed } from '../domain/sealed.js';
import { type Decided, EventStore } from '../event-store/event-store.js';
import { violates } from '../event-store/faults.js';
import { newId } from '../event-store/ids.js';
import { inParts, partsOf } from '../event-store/in-parts.js';
import type { RecordedEvent } from '../event-store/recorded.js';
import { Terms } from '../event-store/ledger-terms.js';
import { CLOCK, type Clock } from '../event-store/tokens.js';
import { Vault } from '../vault/vault.js';
import type { Draft } from './import-drafts.queries.js';
import { ImportPreviews, type PreviewLine } from './import-preview.queries.js';
import { type Place, lineRow, newLine, recordLines } from './new-lines.js';
import { RecordedPayments } from './recorded-payments.js';

const linesAtOnce = 500;

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
    const witnesses = await this.witnesses(command, draft.source, lines);
    const parts: Decided[] = [];
    await inParts(
      partsOf(lines, linesAtOnce),
      (part) => this.record(command, draft, part, said, witnesses),
      ({ events, repeated }) => parts.push({ events: events.map(withoutWords), repeated }),
    );
    return { events: parts.flatMap(({ events }) => events), repeated: parts.every(({ repeated }) => repeated) };
  }

  /** Of the payments that lines are to speak for. @throws InvalidInput for a line whose payment has a witness of its kind already */
  private async witnesses({ input }: ConfirmImport, source: string, lines: readonly PreviewLine[]): Promise<Witnesses> {
    const isNew = new Set(lines.filter(({ isHere }) => !isHere).map(({ line }) => line.line));
    const said = input.verdicts.flatMap(({ line, verdict }) =>
      verdict.becomes === 'evidence' && isNew.has(line) ? [{ line, payment: verdict.payment }] : [],
    );
    if (said.length === 0) return new Map();
    const known = await this.payments.witnesses(
      input.ledger,
      said.map(({ payment }) => payment),
    );
    for (const { line, payment } of said) if (isClaimed(known, payment, witnessOf(source))) throw strayEvidence(`line ${line}`);
    return known;
  }

  /**
   * One part of the file. Parts are cut by the file's own lines and have requests of their own, named after their first and last line: the
   * same confirmation again gets the first answers, and after a crash between two parts only the rest is recorded.
   */
  private async record(
    command: ConfirmImport,
    { account, source }: Draft,
    lines: readonly PreviewLine[],
    said: ReadonlyMap<number, LineVerdict>,
    witnesses: Witnesses,
  ): Promise<Decided> {
    const { ledger, request } = command.input;
    const { zone, currency } = await this.terms.of(ledger);
    const sealing = this.vault.sealing(ledger);
    const now = instant(this.clock());
    const closedThrough = await this.terms.closedThrough(ledger);
    const place: Place = { account, source, zone, now, closedThrough, newId: () => newId(this.clock) };
    const fresh = lines.filter(({ isHere }) => !isHere).map((line) => newLine(line, said.get(line.line.line), place, sealing));
    const months = [...new Set(fresh.flatMap(({ months }) => months))];
    const payments = [...new Set(fresh.flatMap(({ payment }) => payment ?? []))];
    const made = new Set(fresh.flatMap(({ verdict, payment }) => (verdict.becomes === 'payment' && payment ? [payment] : [])));
    const currencies = [...new Set([currency, ...fresh.map(({ observation }) => observation.amount.currency)])];
    const part = new ConfirmImport({ ...command.input, request: `${request}.${lines[0]?.line.line ?? 0}-${lines.at(-1)?.line.line ?? 0}` });
    return this.events.decide(
      part,
      {
        books: ledgerStream,
        months: months.map(monthStream),
        observations: fresh.map(({ observation }) => newborn(observationStream(observation.observation))),
        payments: payments.map((payment) => (made.has(payment) ? newborn(paymentStream(payment)) : paymentStream(payment))),
        funds: currencies.map(fundStream),
      },
      (states, at) => {
        const { observations, paid, fund } = recordLines(
          fresh,
          { ...states, months: byName(months, states.months), witnesses },
          byName(payments, states.payments),
          at,
        );
        return { observations, payments: payments.map((payment) => paid.get(payment) ?? []), funds: intoFunds(currencies, fund) };
      },
      { rows: [...sealing.newKeys, ...fresh.map((line) => lineRow(ledger, account, line))] },
    );
  }
}

const nothingSealed: Sealed = { sealed: 'v1', subject: '', field: '', nonce: '', box: '' };

/** What the answer is asked for is what became of the lines: of a long file, their sealed words would be most of what is held. */
function withoutWords(event: RecordedEvent): RecordedEvent {
  if (event.type !== 'ObservationRecorded') return event;
  const { name: _name, reference: _reference, ...data } = event.data;
  return { ...event, data: { ...data, text: nothingSealed } };
}

const byName = <T>(names: readonly string[], states: readonly T[]): ReadonlyMap<string, T> =>
  new Map(names.map((name, index) => [name, states[index]!]));
