import { cash } from '../../test/support/given.js';
import { chainFrom } from './account-word.js';
import { addDaysTo } from './calendar.js';
import { checkStatement } from './statement-check.js';

const statement = (from: string, through: string, currency = 'CAD') =>
  checkStatement({ from, through, opening: cash(`1.00 ${currency}`), closing: cash(`1.00 ${currency}`) }, [], [], []);
const october = statement('2026-10-01', '2026-10-31');
const november = statement('2026-11-01', '2026-11-30');

describe('How far an account’s own word reaches from a day on', () => {
  it.each([
    ['no statement speaks of it', [november], undefined],
    ['the one that holds the day', [october], '2026-10-31'],
    ['and the ones that follow on it', [november, october], '2026-11-30'],
    ['but not over a gap', [october, statement('2026-11-02', '2026-11-30')], '2026-10-31'],
    ['nor in another currency', [statement('2026-10-01', '2026-10-31', 'USD')], undefined],
    ['of two, the one that reaches further', [october, statement('2026-10-20', '2026-11-15')], '2026-11-15'],
  ])('%s', (_, checks, through) => {
    const chain = chainFrom(checks, 'CAD', '2026-10-20', (day) => addDaysTo(day, 1));
    expect(chain.at(-1)?.statement.through).toBe(through);
  });
});
