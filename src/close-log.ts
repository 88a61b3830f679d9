import { parseArgs } from 'node:util';
import type { INestApplicationContext } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { CloseLog, closingReasons } from './domain/log-closing.js';
import { logNumber, successorOrigin } from './domain/log-origin.js';
import { publicationStream } from './domain/publication.js';
import { SignCheckpoint } from './domain/publish.js';
import { EventReader } from './event-store/event-reader.js';
import { newId } from './event-store/ids.js';
import { CLOCK } from './event-store/tokens.js';
import { inASentence, inApplication } from './in-application.js';
import { namedLedger } from './named-ledger.js';
import { UsageError } from './program-end.js';
import { StartError } from './start-error.js';

/** Ends a ledger's public log after a compromise, so that it goes on under another name and another key. Without `--certain` it says what that does. */
export async function closeOneLog(args: string[] = []): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { ledger: { type: 'string' }, reason: { type: 'string' }, certain: { type: 'boolean', default: false } },
  });
  const reason = closingReasons.find((one) => one === values.reason);
  if (!reason)
    throw new UsageError(
      'Say why with --reason: key (others know the key that signs it), or incident (something stands in it that must not).',
    );
  await inApplication(async (app) => {
    const { ledger } = await namedLedger(app, values.ledger);
    const { origin } = await openLog(app, ledger);
    if (!values.certain) return say(whatItDoes(origin));
    const asked = () => ({ ledger, by: 'command-line', request: newId(app.get(CLOCK)) });
    await app
      .get(CommandBus)
      .execute(new CloseLog({ ...asked(), reason }))
      .catch(inASentence);
    await app.get(CommandBus).execute(new SignCheckpoint(asked())).catch(inASentence);
    const log = await app.get(EventReader).state(ledger, publicationStream);
    const vkey = log.status === 'closed' ? log.next?.vkey : undefined;
    say([
      `${origin} is closed. It goes on as ${successorOrigin(origin)} with the next scheduled publication, under this key:`,
      `  ${vkey}`,
      'Publish that key now where people know you from: whoever knows the old key can sign in your name, and only your own word tells the two apart.',
    ]);
  });
}

const whatItDoes = (origin: string): readonly string[] => [
  `This ends ${origin} for good. Nothing has been done yet; the same with --certain does it. It means:`,
  '  The log gets a last entry that says why, and names the log that comes after it and its key. What stands in it stays, and can be checked.',
  `  The log goes on as ${successorOrigin(origin)} with the next scheduled publication. Its first entry says where this one ended.`,
  `  It is signed with a new key, which lies beside the old one${logNumber(origin) === 1 ? '' : 's'}. Keep a copy of it elsewhere, and tell your witnesses its name.`,
  'There is no way back, and no other reason for it than these: a move of the host or a new year is none.',
];

async function openLog(app: INestApplicationContext, ledger: string) {
  const log = await app.get(EventReader).state(ledger, publicationStream);
  if (log.status === 'unopened') throw new StartError('Nothing is published yet, so there is no log to close.');
  if (log.status === 'closed')
    throw new StartError(`${log.origin} is closed already. It goes on as ${log.next?.origin ?? 'nothing'} with the next publication.`);
  return log;
}

const say = (lines: readonly string[]): void => void process.stdout.write(`${lines.join('\n')}\n`);
