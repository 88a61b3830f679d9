import type { Currency } from '../domain/currency.js';
import { money } from '../domain/money.js';
import type { Entry, EntryOf, Kind } from '../public-log/entry.js';
import { amountInWords, percent } from '../web/amounts.js';
import { monthInWords } from '../web/days.js';

type Say = (minor: bigint, currency: Currency) => string;
type Sentences = { readonly [K in Kind]: (entry: EntryOf<K>, say: Say) => string };

/** What each kind of entry says, to somebody who reads it in a feed. Nothing stands here that the entry does not say itself. */
const sentences: Sentences = {
  'log.opened': ({ k, delay, payments }) =>
    `The public log begins. A figure appears ${delay} days after its month at the earliest, ` +
    `for at least ${k} people or ${payments} payments.`,
  'currency.opened': ({ currency, unit }, say) =>
    `Money in ${currency} is published from now on, in equal parts of ${say(unit, currency)}.`,
  'rules.changed': ({ k, delay, payments, effective }) =>
    `From ${monthInWords(effective)} other rules hold: ${delay} days after the month, at least ${k} people or ${payments} payments.`,
  'practice.joined': ({ practice, rate, from }) => `${practice} promises ${percent(rate)} from ${monthInWords(from)}.`,
  'practice.left': ({ practice, until }) => `The promise of ${practice} ended with ${monthInWords(until)}.`,
  'pledge.accrued': ({ minor, currency, period }, say) => `Promised up to ${monthInWords(period)}: ${say(minor, currency)}.`,
  'batch.paid': ({ count, unit, total, currency, period, part, parts }, say) =>
    `Passed on up to ${monthInWords(period)}: ${say(total, currency)}, in ${count} equal parts of ${say(unit, currency)}` +
    `${parts > 1 ? ` (list ${part} of ${parts})` : ''}.`,
  'pool.converted': ({ from, from_minor, to, to_minor, period }, say) =>
    `Up to ${monthInWords(period)}, ${say(from_minor, from)} became ${say(to_minor, to)}.`,
  'money.returned': ({ count, unit, total, currency, period }, say) =>
    `Came back up to ${monthInWords(period)}: ${say(total, currency)}, ${count} parts of ${say(unit, currency)}. It is passed on again.`,
  'batch.acknowledged': ({ of, tenths }) =>
    `At least ${tenths * 10} percent of what entry ${of} speaks of arrived, those say who received it.`,
  'entry.corrected': ({ of, minor, currency }, say) => `Entry ${of} was wrong and is corrected by ${say(minor, currency)}.`,
  'pool.stated': ({ opening, accrued, returned, converted_in, converted_out, paid, closing, currency, period }, say) => {
    const moved = [
      `${monthInWords(period)} in ${currency}: waiting before ${say(opening, currency)}`,
      `promised ${say(accrued, currency)}`,
      ...(returned ? [`came back ${say(returned, currency)}`] : []),
      ...(converted_in ? [`converted from another currency ${say(converted_in, currency)}`] : []),
      ...(converted_out ? [`converted into another currency ${say(converted_out, currency)}`] : []),
      `passed on ${say(paid, currency)}`,
      `still waiting ${say(closing, currency)}`,
    ];
    return `${moved.join(', ')}.`;
  },
  'audit.stated': ({ auditor, period, result }) => `${auditor} looked at the books up to ${monthInWords(period)}: ${result}.`,
  'key.added': () => 'A key was added with which the log is signed.',
  'key.retired': () => 'A key with which the log was signed is retired.',
  'log.closed': ({ next_origin }) => `This log is closed.${next_origin ? ` It goes on at ${next_origin}.` : ''}`,
};

export function entrySentence(entry: Entry, home: Currency): string {
  const say: Say = (minor, currency) => amountInWords(money(minor, currency), { lang: 'en', home });
  return (sentences[entry.kind] as (entry: Entry, say: Say) => string)(entry, say);
}
