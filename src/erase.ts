import { parseArgs } from 'node:util';
import { CommandBus } from '@nestjs/cqrs';
import { v7 } from 'uuid';
import { LedgerDirectory } from './access/ledger-directory.js';
import { Calls } from './calls/calls.queries.js';
import { EraseRecipient, erasureLeaves, erasureReaches } from './domain/erasure.js';
import { inApplication } from './in-application.js';
import { UsageError } from './program-end.js';
import type { Forgotten } from './safekeeping/erasure.commands.js';
import { Erasures } from './safekeeping/erasures.js';
import { StartError } from './start-error.js';

const tell = (line: string): void => void process.stdout.write(`${line}\n`);

/** Forgets the person behind a call, or whom the journal knows to be forgotten. Named by slug and call, since no name is kept. */
export async function erase(args: string[] = []): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { certain: { type: 'boolean', default: false }, 'from-journal': { type: 'boolean', default: false } },
  });
  if (values['from-journal']) return fromJournal();
  const [slug, call] = positionals;
  if (!slug || !call || positionals.length > 2)
    throw new UsageError('Say whose call it was: mutual-aid-ledger erase LEDGER CALL --certain.');
  if (!values.certain) throw new UsageError(whatItDoes(slug, call));
  await inApplication(async (app) => {
    const found = await app.get(LedgerDirectory).find(slug);
    if (!found) throw new StartError(`There is no ledger ${slug} here: name it as its address does.`);
    const recipient = await behind(app.get(Calls), found.ledgerId, call);
    const input = { ledger: found.ledgerId, by: 'operator', request: v7(), recipient };
    tell(inWords(await app.get(CommandBus).execute<EraseRecipient, Forgotten>(new EraseRecipient(input))));
  });
}

async function fromJournal(): Promise<void> {
  const applied = await inApplication(async (app) => {
    const erasures = app.get(Erasures);
    await erasures.finish();
    return erasures.applyJournal();
  });
  tell(
    applied === 0
      ? 'Everybody whom the journal knows to be forgotten is.'
      : `${applied} ${applied === 1 ? 'person was' : 'people were'} forgotten, as the journal says.`,
  );
}

async function behind(calls: Calls, ledger: string, call: string): Promise<string> {
  const all = await calls.all(ledger);
  const named = all.filter(({ callId, name }) => callId === call || name === call);
  if (named.length === 0)
    throw new StartError(`There is no call ${call} in this ledger: write its two words, like amber-heron, or its id.`);
  const people = new Set(await calls.peopleOf(ledger, named));
  const [person] = people;
  if (people.size > 1) throw new StartError(`Several people made calls under ${call}: write the id of one: ${idsOf(named)}.`);
  if (person === undefined) throw new StartError(`Whoever made the call ${call} is forgotten already. Nothing is left of them.`);
  return person;
}

const idsOf = (rows: readonly { readonly callId: string }[]): string => rows.map(({ callId }) => callId).join(', ');

function whatItDoes(slug: string, call: string): string {
  const list = (sentences: readonly string[]): string => sentences.map((sentence) => `- ${sentence}`).join('\n');
  return (
    `This forgets the person behind ${call}, for good: no backup of ours brings them back.\n\nIt reaches:\n${list(erasureReaches)}\n\n` +
    `It leaves:\n${list(erasureLeaves)}\n\nIf that is meant: mutual-aid-ledger erase ${slug} ${call} --certain`
  );
}

export function inWords({ callsTakenBack, payoutsCancelled, payoutsWaiting }: Forgotten): string {
  const rest =
    payoutsWaiting === 0
      ? 'Nothing leads to them any more.'
      : `${payoutsWaiting} payouts of theirs have not ended; what these need is destroyed when the last of them has.`;
  return `Forgotten. ${callsTakenBack} open calls were taken back, ${payoutsCancelled} payouts cancelled. ${rest}`;
}
