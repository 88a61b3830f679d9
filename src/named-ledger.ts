import type { INestApplicationContext } from '@nestjs/common';
import { Ledgers } from './ledgers/ledgers.queries.js';
import { UsageError } from './program-end.js';
import { StartError } from './start-error.js';

/** The ledger that a command is about: the only one, or the one whose slug was said. */
export async function namedLedger(app: INestApplicationContext, slug: string | undefined): Promise<{ ledger: string; slug: string }> {
  const all = await app.get(Ledgers).all();
  const found = slug === undefined && all.length === 1 ? all[0] : all.find((each) => each.slug === slug);
  if (found) return { ledger: found.ledgerId, slug: found.slug };
  if (all.length === 0) throw new StartError('There is no ledger yet: open one first, in the browser.');
  throw new UsageError(`Say for which ledger with --ledger: ${all.map((each) => each.slug).join(', ')}.`);
}
