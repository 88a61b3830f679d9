import { formatAmount } from '../domain/money.js';
import { amountsIn } from './interac-amounts.js';

describe('Amounts in figures are read as each language writes them', () => {
  it.each([
    ['$200.00', ['200.00']],
    ['$200', ['200.00']],
    ['CA$1,200.00 (CAD)', ['1200.00']],
    ['$ 1,200', ['1200.00']],
    ['175,00 $', ['175.00']],
    ['1 200,00 $', ['1200.00']],
    ['1.200,00 $', ['1200.00']],
    ['15,00$', ['15.00']],
    ['200.00 CAD', ['200.00']],
    ['You paid $20.00. Then $20.00, and $30.00.', ['20.00', '30.00']],
    ['two hundred dollars', []],
    ['200', []],
    ['$0.00', []],
    ['$200.5', []],
    ['$1.234,567', []],
    ['$1,200,00', []],
    ['$99999999999999999999', []],
  ])('%s', (text, amounts) => {
    expect(amountsIn(text).map(formatAmount)).toEqual(amounts);
  });
});
