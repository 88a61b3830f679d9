import { ConfirmImport } from '../../src/domain/import.js';
import { type ObservationFact, OpenAccount, ReviewObservation, observationStream } from '../../src/domain/observation.js';
import { EventStore } from '../../src/event-store/event-store.js';
import { ImportDrafts } from '../../src/reconciliation/import-drafts.queries.js';
import { ImportPreviews } from '../../src/reconciliation/import-preview.queries.js';
import { newRequest } from '../support/ledger.js';
import type { Practice } from './practice.js';

const header = 'Date,Time,TimeZone,Name,Type,Status,Currency,Gross,Fee,Net,Transaction ID';

/** Debits of 20.00 on 30 October, as PayPal's file lists them, each with the name of whom it went to. @returns the lines, in the file's order */
export async function bringInDebits(practice: Practice, ...names: readonly string[]): Promise<string[]> {
  const { program, ledger } = practice;
  const asked = () => ({ ledger, by: 'account:test', request: newRequest() });
  const { events } = await program.send(new OpenAccount({ ...asked(), name: 'PayPal', kind: 'paypal', currency: 'CAD' }));
  const { account } = events[0]!.data as { account: string };
  const rows = names.map(
    (name, index) => `10/30/2026,10:20:3${index},PDT,${name},General Payment,Completed,CAD,-20.00,0.00,-20.00,8AA${index}`,
  );
  const file = Buffer.from([header, ...rows].join('\n'));
  const { draft } = await program.app.get(ImportPreviews).of(ledger, await program.app.get(ImportDrafts).read(ledger, account, file));
  await program.send(new ConfirmImport({ ...asked(), import: draft.import, verdicts: [] }));
  const lines = await practice.rows<{ id: string }>(
    'select observation_id as id from observation where ledger_id = $1 and account_id = $2 order by position',
    [ledger, account],
  );
  return lines.map(({ id }) => id);
}

/** No page offers it yet: what the books would hold, written as they would write it. */
export function matchWithPayout({ program, ledger }: Practice, observation: string, payout: string): Promise<unknown> {
  const input = {
    ledger,
    by: 'account:test',
    request: newRequest(),
    observation,
    verdict: { becomes: 'dismissed', reason: 'not-income' },
  } as const;
  return program.app.get(EventStore).decide(new ReviewObservation(input), { line: observationStream(observation) }, ({ line }, now) => {
    if (line.status === 'unknown') throw new Error('There is no such line.');
    const { amount } = line.recorded;
    const matched: ObservationFact = { type: 'ObservationMatched', data: { observation, payout, amount }, happenedAt: now };
    return { line: [matched] };
  });
}
