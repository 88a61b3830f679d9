import { parseArgs } from 'node:util';
import { isMonth } from './domain/calendar.js';
import { UsageError } from './program-end.js';

export interface MonthAsked {
  readonly month: string;
  readonly ledger?: string;
  readonly json: boolean;
}

/** `YYYY-MM --ledger SLUG --json`, as the commands about a month take it. */
export function monthAsked(command: string, args: string[]): MonthAsked {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { ledger: { type: 'string' }, json: { type: 'boolean', default: false } },
  });
  const [month, ...more] = positionals;
  if (!month || more.length > 0) throw new UsageError(`Name one month: ${command} 2026-10.`);
  if (!isMonth(month)) throw new UsageError(`${month.slice(0, 20)} is not a month. Write it like 2026-10.`);
  return { ...values, month };
}
