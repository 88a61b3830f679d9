import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Witnesses, isClaimed, strayEvidence, witnessOf } from '../domain/evidence.js';
import { ConfirmImport, type ImportConfirmation } from '../domain/import.js';
import { type Confirmed, nothingRecorded, runsInWords, withEvents } from '../domain/import-outcome.js';
import { InvalidInput, Refusal } from '../domain/refusal.js';
import { OutcomeUnknown } from '../event-store/faults.js';
import { inParts, partsOf } from '../event-store/in-parts.js';
import { ImportParts, type WholeImport } from './import-parts.js';
import { ImportRuns } from './import-runs.queries.js';
import { ImportPreviews, type Preview, type PreviewLine } from './import-preview.queries.js';
import { RecordedPayments } from './recorded-payments.js';

const linesAtOnce = 500;

@CommandHandler(ConfirmImport)
export class ConfirmImportHandler implements ICommandHandler<ConfirmImport> {
  constructor(
    @Inject(ImportPreviews) private readonly previews: ImportPreviews,
    @Inject(RecordedPayments) private readonly payments: RecordedPayments,
    @Inject(ImportParts) private readonly parts: ImportParts,
    @Inject(ImportRuns) private readonly runs: ImportRuns,
  ) {}

  /** The same file twice adds nothing: lines that are here already are left out, also when several windows confirm at once. */
  async execute({ input }: ConfirmImport): Promise<Confirmed> {
    const preview = await this.previews.of(input.ledger, input.import);
    const said = new Map(input.verdicts.map((verdict) => [verdict.line, verdict]));
    const witnesses = await this.witnesses(input, preview);
    try {
      return await this.confirm({ confirmation: input, draft: preview.draft, said, witnesses }, preview.lines);
    } catch (error) {
      throw await this.withWhatStands(error, input, preview);
    }
  }

  private async confirm(whole: WholeImport, lines: readonly PreviewLine[]): Promise<Confirmed> {
    const { ledger, import: importId } = whole.confirmation;
    let outcome = nothingRecorded;
    let isRepeated = true;
    let through = 0;
    let told = Promise.resolve();
    await inParts(
      partsOf(lines, linesAtOnce),
      (part) => this.parts.record(whole, part),
      ({ events, repeated }, part) => {
        outcome = withEvents(outcome, events);
        isRepeated &&= repeated;
        through += part.length;
        told = this.runs.moved(ledger, importId, through).catch(() => undefined); // it only shows how far it is
      },
    );
    await told;
    return { ...outcome, repeated: isRepeated };
  }

  /** Of the payments that lines are to speak for. @throws InvalidInput for a line whose payment has a witness of its kind already */
  private async witnesses({ ledger, verdicts }: ImportConfirmation, { draft, lines }: Preview): Promise<Witnesses> {
    const isNew = new Set(lines.filter(({ isHere }) => !isHere).map(({ line }) => line.line));
    const said = verdicts.flatMap(({ line, verdict }) =>
      verdict.becomes === 'evidence' && isNew.has(line) ? [{ line, payment: verdict.payment }] : [],
    );
    if (said.length === 0) return new Map();
    const known = await this.payments.witnesses(
      ledger,
      said.map(({ payment }) => payment),
    );
    for (const { line, payment } of said) if (isClaimed(known, payment, witnessOf(draft.source))) throw strayEvidence(`line ${line}`);
    return known;
  }

  /** A part that is refused takes nothing of the others back: whoever reads of it also reads what stands. */
  private async withWhatStands(error: unknown, { ledger, request }: ImportConfirmation, { draft, lines }: Preview): Promise<unknown> {
    if (error instanceof OutcomeUnknown) return new OutcomeUnknown(request, { cause: error }); // that of the whole, not of a part
    if (!(error instanceof InvalidInput || error instanceof Refusal)) return error;
    const wereNew = lines.filter(({ isHere }) => !isHere);
    const left = new Set(await this.previews.stillNew(ledger, draft.account, wereNew));
    const here = lines.filter((line) => !left.has(line)).map(({ line }) => line.line);
    if (here.length === 0) return error;
    const says = `${here.length === 1 ? 'Line' : 'Lines'} ${runsInWords(here)} of this file are in the books, and stay there. The others are not.`;
    return error instanceof InvalidInput
      ? new InvalidInput([{ field: 'form', says }, ...error.faults])
      : new Refusal(error.code, `${error.message} ${says}`);
  }
}
