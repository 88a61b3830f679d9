import { type Day, isDay } from '../domain/calendar.js';
import { exponentOf, isCurrency } from '../domain/currency.js';
import { type Money, money, negated, parseAmount } from '../domain/money.js';
import { currencyOf, type ObservedLine, type SourceReader } from '../domain/observed.js';
import { InvalidInput, invalid } from '../domain/refusal.js';
import { blotterFor, describedIn, lineFrom } from './bank-descriptions.js';
import { type OfxRecord, statementIn } from './ofx-records.js';
import { gathered } from './gathered.js';
import { glimpseOf, textOf } from './text.js';

/**
 * OFX 1 and 2 of one bank account; QFX and QBO are the same under the names of programs. The day is the one that is
 * written, whatever zone stands behind it: banks write noon or midnight there, not when money moved. FITID, the bank's id
 * for a movement, is left alone: banks give one id to several movements and another one at each download, so it neither
 * tells movements apart nor knows one again. Source: OFX 2.2 and 1.0.3, sections 3 and 11.
 */
export const ofx: SourceReader = {
  source: 'ofx',
  title: 'OFX, QFX or QBO of a bank account',

  recognises(head) {
    const text = glimpseOf(head).trimStart();
    return /^OFXHEADER\s*:/i.test(text) || (text.startsWith('<') && /<\?OFX\s|<OFX>/i.test(text));
  },

  read(bytes, account) {
    const { currency, accountNumber, records } = statementIn(textOf(bytes));
    const blotOut = blotterFor(accountNumber);
    const own = currency ?? currencyOf(account);
    return gathered(records, (record) => lineOf(record, own, blotOut));
  },
};

function lineOf({ line, fields }: OfxRecord, currency: string, blotOut: (text: string) => string): ObservedLine {
  const field = `line ${line}`;
  const needed = (name: string): string => {
    const value = fields.get(name);
    if (value === undefined) throw invalid(field, `The movement that begins here has no ${name}. Download the file again.`);
    return value;
  };
  const day = dayIn(needed('DTPOSTED'), field);
  const amount = amountIn(needed('TRNAMT'), fields.get('CURRENCY') ?? currency, field);
  const [name, memo] = [fields.get('NAME') ?? '', fields.get('MEMO') ?? ''];
  const described = describedIn(name || memo, name && memo !== name ? memo : '', blotOut);
  const reference = described.reference ?? fields.get('CHECKNUM');
  return lineFrom(line, day, amount, { ...described, ...(reference && { reference }) });
}

/** `20261004`, `20261004120000.000[-5:EST]`: eight digits, then perhaps a time, then perhaps a zone. */
function dayIn(written: string, field: string): Day {
  const match = /^(\d{4})(\d{2})(\d{2})(?:\d{4}(?:\d{2}(?:\.\d{1,3})?)?)?\s*(?:\[[^\]]{1,20}\])?$/.exec(written);
  if (!match) throw invalid(field, 'DTPOSTED is not written like 20261031 or 20261031120000[-5:EST]. Download the file again.');
  const day = `${match[1]}-${match[2]}-${match[3]}`;
  if (!isDay(day)) throw invalid(field, `${day} is not in the calendar. Check the day.`);
  return day;
}

/** A sign, digits, and a point or a comma before the cents: OFX has no separator of thousands. */
function amountIn(written: string, currency: string, field: string): Money {
  if (!isCurrency(currency)) throw invalid(field, 'The currency is not one that we know. It should be three letters, like CAD.');
  const match = /^([+-]?)(\d{1,16})?(?:[.,](\d+))?$/.exec(written);
  const [, sign, whole, decimals] = match ?? [];
  if (whole === undefined && decimals === undefined)
    throw invalid(field, 'TRNAMT is not an amount like -1234.56. Download the file again.');
  const cents = decimals?.slice(0, exponentOf(currency)) ?? '';
  if (decimals && /[^0]/.test(decimals.slice(exponentOf(currency)))) {
    throw invalid(field, `TRNAMT has more decimals than ${currency} has. Download the file again.`);
  }
  try {
    const amount = parseAmount(cents ? `${whole ?? '0'}.${cents}` : (whole ?? '0'), currency, field);
    return sign === '-' ? negated(amount) : money(amount.minor, currency);
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    throw invalid(field, 'TRNAMT is more than this ledger can hold. Check the amount.');
  }
}
