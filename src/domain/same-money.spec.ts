import { cash } from '../../test/support/given.js';
import { type MoneyTold, likenessOf } from './same-money.js';

const mail: MoneyTold = {
  day: '2026-10-04',
  amount: cash('200.00 CAD'),
  method: 'interac',
  name: 'ZOÉ ÉTIENNE-LÉVESQUE',
  reference: 'C1DfR6jSu4Wb',
};
const { name: _name, reference: _reference, ...bare } = mail;

describe('A line may be the money of a payment that is recorded', () => {
  it.each<[string, Partial<MoneyTold>, MoneyTold, 'likely' | 'possible' | undefined]>([
    ['the same number, two days later', { day: '2026-10-06' }, mail, 'likely'],
    ['the same number under a misspelt name', { name: 'Zoe Etienne' }, mail, 'likely'],
    ['the last characters of the number, as banks write them', { reference: '***4wb', name: undefined }, mail, 'likely'],
    ['other last characters', { reference: '***abc' }, mail, 'possible'],
    ['another number of Interac’s, of the same person on the same day', { reference: 'C1GsV7bQk3Td' }, mail, 'possible'],
    ['a bank’s own number, and the same name', { reference: '990017' }, mail, 'likely'],
    ['the same name without accents, in another order', { reference: undefined, name: 'levesque zoe etienne' }, mail, 'likely'],
    ['a part of the name', { reference: undefined, name: 'Zoé Lévesque' }, mail, 'likely'],
    ['one word of the name', { reference: undefined, name: 'Zoé' }, mail, 'possible'],
    ['another name', { reference: undefined, name: 'ODETTE MARLOW' }, mail, 'possible'],
    ['the same name over another way', { reference: undefined, method: 'paypal' }, mail, 'possible'],
    ['no name, the same day and way', {}, bare, 'likely'],
    ['no name, the next day', { day: '2026-10-05' }, bare, 'possible'],
    ['four days later', { day: '2026-10-08' }, mail, undefined],
    ['another amount', { amount: cash('200.01 CAD') }, mail, undefined],
    ['another currency', { amount: cash('200.00 USD') }, mail, undefined],
  ])('%s', (_, more, line, likeness) => {
    expect(likenessOf(line, { ...line, ...more })).toBe(likeness);
    expect(likenessOf({ ...line, ...more }, line)).toBe(likeness);
  });
});
