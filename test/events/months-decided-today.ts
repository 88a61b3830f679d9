import type { Instant } from '../../src/domain/calendar.js';
import { explainDifference } from '../../src/domain/explanation.js';
import type { Books } from '../../src/domain/ledger.js';
import { type MonthClosingFacts, type MonthFact, closeMonth } from '../../src/domain/month.js';
import { noChanges, totalOf } from '../../src/domain/month-totals.js';
import { asked, cash } from '../support/given.js';

interface Cast {
  readonly account: string;
  readonly observation: string;
  readonly payout: string;
  readonly opened: Instant;
  readonly now: Instant;
}

/** October closed, and with it what came late for September. */
export function closedToday(books: Books, { opened, now }: Pick<Cast, 'opened' | 'now'>): MonthClosingFacts {
  const end = { position: 41n, hash: new Uint8Array(32).fill(9) };
  const changed = [{ ...noChanges('CAD'), kept: cash('-50.00 CAD'), adjusted: cash('-10.00 CAD') }];
  const totals = [totalOf(cash('15.00 CAD'), { ...noChanges('CAD'), kept: cash('200.00 CAD'), setAside: cash('40.00 CAD') })];
  const september = { status: 'closed', closedAt: opened, seal: { totals, position: 12, hash: '00'.repeat(32) } } as const;
  const at = { month: { status: 'open' }, previous: september, books, restated: [september] } as const;
  return closeMonth(at, { ...asked, month: '2026-10' }, { end, totals, late: [{ month: '2026-09', changed }] }, end, now);
}

export function monthFacts(books: Books, cast: Cast): readonly MonthFact[] {
  const { month, restated } = closedToday(books, cast);
  return [...explained(cast), ...month, ...restated.flat()];
}

/** Said once it was closed, with all that an explanation can name. */
function explained({ account, observation, payout, now }: Cast): readonly MonthFact[] {
  const statement = { from: '2026-10-01', through: '2026-10-31', opening: cash('1000.00 CAD'), closing: cash('980.00 CAD') };
  const of = { status: 'open', kind: 'bank', currency: 'CAD', statements: [statement] } as const;
  const said = { account, from: statement.from, through: statement.through };
  const difference = cash('-20.00 CAD');
  const input = { ...asked, ...said, difference, amount: cash('-15.00 CAD'), because: 'our-payout', line: observation, payout } as const;
  return explainDifference({ status: 'open' }, of, input, difference, [], { month: '2026-11', belongsTo: '2026-10' }, now);
}
