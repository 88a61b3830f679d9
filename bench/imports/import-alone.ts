import { readFileSync } from 'node:fs';
import { CommandBus } from '@nestjs/cqrs';
import { v7 } from 'uuid';
import { createApplication } from '../../src/application.js';
import { ConfirmImport, type LineVerdict } from '../../src/domain/import.js';
import type { Confirmed } from '../../src/domain/import-outcome.js';
import { ImportDrafts } from '../../src/reconciliation/import-drafts.queries.js';
import { ImportPreviews } from '../../src/reconciliation/import-preview.queries.js';
import { openRuntime } from '../../src/runtime.js';
import { loadSettings } from '../../src/settings.js';
import { steward } from '../bench-ledger.js';

/** One file brought in by a program that does nothing else: read, matched and shown, then recorded. */
export interface ImportAlone {
  readonly lines: number;
  /** Seconds of each step. */
  readonly read: number;
  readonly shown: number;
  readonly recorded: number;
  /** Resident memory before the file came. */
  readonly restMb: number;
  /** Resident memory at its highest, from the start of the program on. */
  readonly mostMb: number;
  /** Lines that wait to be looked at, and lines for which a recorded payment was found. */
  readonly waiting: number;
  readonly matched: number;
}

const megabyte = 1024 * 1024;
const lookEveryMs = 5;
const [file, ledger, account] = process.argv.slice(2) as [string, string, string];

const runtime = await openRuntime(loadSettings());
const app = await createApplication(runtime);
const rest = process.memoryUsage.rss();
let most = rest;
const look = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), lookEveryMs);
const clock = async <T>(act: () => Promise<T>): Promise<[T, number]> => {
  const from = performance.now();
  const answer = await act();
  return [answer, (performance.now() - from) / 1000];
};

const [id, read] = await clock(() => app.get(ImportDrafts, { strict: false }).read(ledger, account, readFileSync(file)));
const [{ lines, verdicts }, shown] = await clock(async () => {
  const file = await app.get(ImportPreviews, { strict: false }).lookThrough(ledger, id);
  const same: LineVerdict[] = [];
  for await (const part of file.parts()) {
    for (const { line, proposal } of part)
      if (proposal.verdict.becomes === 'evidence') same.push({ line: line.line, verdict: proposal.verdict });
  }
  return { lines: file.count, verdicts: same };
});
const confirm = new ConfirmImport({ ledger, by: steward, request: v7(), import: id, verdicts });
const [outcome, recorded] = await clock((): Promise<Confirmed> => app.get(CommandBus).execute(confirm));
const { matched } = outcome;
const waiting = outcome.recorded - matched;
most = Math.max(most, (process.resourceUsage().maxRSS / 1024) * megabyte);
clearInterval(look);
const said: ImportAlone = { lines, read, shown, recorded, restMb: rest / megabyte, mostMb: most / megabyte, waiting, matched };
await new Promise((resolve) => process.send!(said, resolve));
await app.close();
await runtime.connections.close();
process.exit(0);
