import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Witnesses, isClaimed, strayEvidence, witnessOf } from '../domain/evidence.js';
import { ConfirmImport, type ImportConfirmation } from '../domain/import.js';
import { type Confirmed, nothingRecorded, runsInWords, withEvents } from '../domain/import-outcome.js';
import { InvalidInput, Refusal } from '../domain/refusal.js';
import { OutcomeUnknown } from '../event-store/faults.js';
import { inParts, partsOf } from '../event-store/in-parts.js';
import { ImportParts, type WholeImport } from './import-parts.js';
import { whereItStopped } from './import-interrupted.js';
import { ImportRuns } from './import-runs.queries.js';
import { ImportPreviews, type LookedThrough, type PreviewLine } from './import-preview.queries.js';
import { KnownLines } from './known-lines.queries.js';
import { RecordedPayments } from './recorded-payments.js';

const linesAtOnce = 500;

@CommandHandler(ConfirmImport)
export class ConfirmImportHandler implements ICommandHandler<ConfirmImport> {
  constructor(
    @Inject(ImportPreviews) private readonly previews: ImportPreviews,
    @Inject(KnownLines) private readonly known: KnownLines,
    @Inject(RecordedPayments) private readonly payments: RecordedPayments,
    @Inject(ImportParts) private readonly parts: ImportParts,
    @Inject(ImportRuns) private readonly runs: ImportRuns,
  ) {}

  /** The same file twice adds nothing: lines that are here already are left out, also when several windows confirm at once. */
  async execute({ input }: ConfirmImport): Promise<Confirmed> {
    const file = await this.previews.lookThrough(input.ledger, input.import);
    const said = new Map(input.verdicts.map((verdict) => [verdict.line, verdict]));
    const witnesses = await this.witnesses(input, file);
    try {
      return await this.confirm({ confirmation: input, draft: file.draft, said, witnesses }, file);
    } catch (error) {
      throw await this.withWhatStands(error, input, file);
    }
  }

  private async confirm(whole: WholeImport, file: LookedThrough): Promise<Confirmed> {
    const { ledger, import: importId } = whole.confirmation;
    let outcome = nothingRecorded;
    let isRepeated = true;
    let through = 0;
    let told = Promise.resolve();
    const reached = () => ({ through, lines: file.count, request: whole.confirmation.request });
    await inParts(
      recordedAtOnce(file),
      (part) => this.parts.record(whole, part),
      ({ events, repeated }, part) => {
        outcome = withEvents(outcome, events);
        isRepeated &&= repeated;
        through += part.length;
        told = this.runs.moved(ledger, importId, through).catch(() => undefined); // it only shows how far it is
      },
    ).catch((error: unknown) => {
      throw whereItStopped(error, reached(), linesAtOnce);
    });
    await told;
    return { ...outcome, repeated: isRepeated };
  }

  /** Of the payments that lines are to speak for. @throws InvalidInput for a line whose payment has a witness of its kind already */
  private async witnesses({ ledger, verdicts }: ImportConfirmation, { draft, parts }: LookedThrough): Promise<Witnesses> {
    const spoken = new Map(
      verdicts.flatMap(({ line, verdict }) => (verdict.becomes === 'evidence' ? [[line, verdict.payment] as const] : [])),
    );
    if (spoken.size === 0) return new Map();
    const said: { line: number; payment: string }[] = [];
    for await (const lines of parts()) {
      for (const { isHere, line } of lines) {
        const payment = spoken.get(line.line);
        if (payment !== undefined && !isHere) said.push({ line: line.line, payment });
      }
    }
    if (said.length === 0) return new Map();
    const known = await this.payments.witnesses(
      ledger,
      said.map(({ payment }) => payment),
    );
    for (const { line, payment } of said) if (isClaimed(known, payment, witnessOf(draft.source))) throw strayEvidence(`line ${line}`);
    return known;
  }

  /** A part that is refused takes nothing of the others back: whoever reads of it also reads what stands. */
  private async withWhatStands(error: unknown, { ledger, request }: ImportConfirmation, { draft, parts }: LookedThrough): Promise<unknown> {
    if (error instanceof OutcomeUnknown) return new OutcomeUnknown(request, { cause: error }); // that of the whole, not of a part
    if (!(error instanceof InvalidInput || error instanceof Refusal)) return error;
    const here: number[] = [];
    for await (const lines of parts()) {
      const wereNew = lines.filter(({ isHere }) => !isHere);
      const left = new Set(await this.known.stillNew(ledger, draft.account, wereNew));
      here.push(...lines.filter((line) => !left.has(line)).map(({ line }) => line.line));
    }
    if (here.length === 0) return error;
    const says = `${here.length === 1 ? 'Line' : 'Lines'} ${runsInWords(here)} of this file are in the books, and stay there. The others are not.`;
    return error instanceof InvalidInput
      ? new InvalidInput([{ field: 'form', says }, ...error.faults])
      : new Refusal(error.code, `${error.message} ${says}`);
  }
}

async function* recordedAtOnce({ parts }: LookedThrough): AsyncGenerator<readonly PreviewLine[]> {
  for await (const lines of parts()) yield* partsOf(lines, linesAtOnce);
}
