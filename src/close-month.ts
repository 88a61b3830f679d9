import { CommandBus } from '@nestjs/cqrs';
import { CloseMonth } from './domain/month.js';
import { newId } from './event-store/ids.js';
import { CLOCK } from './event-store/tokens.js';
import { inASentence, inApplication } from './in-application.js';
import { monthAsked } from './month-asked.js';
import { namedLedger } from './named-ledger.js';

/** Closes a month for good. Closed before, it stays closed, and nothing is said twice in the books. */
export async function closeOneMonth(args: string[] = []): Promise<void> {
  const { month, ledger: slug, json } = monthAsked('close-month', args);
  await inApplication(async (app) => {
    const { ledger } = await namedLedger(app, slug);
    const asked = { ledger, by: 'command-line', request: newId(app.get(CLOCK)), month };
    await app.get(CommandBus).execute(new CloseMonth(asked)).catch(inASentence);
    process.stdout.write(json ? `${JSON.stringify({ month, status: 'closed' })}\n` : `${month} is closed and never changes.\n`);
  });
}
