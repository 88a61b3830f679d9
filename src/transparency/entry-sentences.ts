import type { Currency } from '../domain/currency.js';
import { money } from '../domain/money.js';
import type { Words } from '../languages/words.js';
import type { Entry, EntryOf, Kind } from '../public-log/entry.js';
import { amountInWords, percent } from '../web/amounts.js';
import { monthInWords } from '../web/days.js';

/** What a sentence is made with: the words, and how an amount and a month are said in them. */
interface Telling {
  readonly words: Words;
  readonly amount: (minor: bigint, currency: Currency) => string;
  readonly month: (of: string) => string;
}

type Sentences = { readonly [K in Kind]: (entry: EntryOf<K>, telling: Telling) => string };

/** What each kind of entry says, to somebody who reads it. Nothing stands here that the entry does not say itself. */
const sentences: Sentences = {
  'log.opened': ({ k, delay, payments }, { words }) => words.say('entry.log-opened', { days: delay, people: k, payments }),
  'currency.opened': ({ currency, unit }, { words, amount }) =>
    words.say('entry.currency-opened', { currency, unit: amount(unit, currency) }),
  'rules.changed': ({ k, delay, payments, effective }, { words, month }) =>
    words.say('entry.rules-changed', { month: month(effective), days: delay, people: k, payments }),
  'practice.joined': ({ practice, rate, from }, { words, month }) =>
    words.say('entry.practice-joined', { practice, share: percent(rate, words), month: month(from) }),
  'practice.left': ({ practice, until }, { words, month }) => words.say('entry.practice-left', { practice, month: month(until) }),
  'pledge.accrued': ({ minor, currency, period }, { words, amount, month }) =>
    words.say('entry.pledge-accrued', { month: month(period), amount: amount(minor, currency) }),
  'batch.paid': ({ count, unit, total, currency, period, part, parts }, { words, amount, month }) => {
    const said = { month: month(period), total: amount(total, currency), count, unit: amount(unit, currency) };
    return parts > 1 ? words.say('entry.batch-paid-in-lists', { ...said, part, parts }) : words.say('entry.batch-paid', said);
  },
  'pool.converted': ({ from, from_minor, to, to_minor, period }, { words, amount, month }) =>
    words.say('entry.pool-converted', { month: month(period), from: amount(from_minor, from), to: amount(to_minor, to) }),
  'money.returned': ({ count, unit, total, currency, period }, { words, amount, month }) =>
    words.say('entry.money-returned', { month: month(period), total: amount(total, currency), count, unit: amount(unit, currency) }),
  'batch.acknowledged': ({ of, tenths }, { words }) =>
    words.say('entry.batch-acknowledged', { percent: percent(tenths * 1000, words), entry: of }),
  'entry.corrected': ({ of, minor, currency }, { words, amount }) =>
    words.say('entry.corrected', { entry: of, amount: amount(minor, currency) }),
  'pool.stated': statedFigures,
  'audit.stated': ({ auditor, period, result }, { words, month }) => words.say(audits[result], { auditor, month: month(period) }),
  'key.added': (_, { words }) => words.say('entry.key-added'),
  'key.retired': (_, { words }) => words.say('entry.key-retired'),
  'log.closed': ({ next_origin: origin }, { words }) =>
    origin ? words.say('entry.log-goes-on', { origin }) : words.say('entry.log-closed'),
};

const audits = { clean: 'entry.audit-clean', qualified: 'entry.audit-qualified', adverse: 'entry.audit-adverse' } as const;

/** One currency's sum, from what waited before to what waits now; what there was none of is not said. */
function statedFigures(pool: EntryOf<'pool.stated'>, { words, amount, month }: Telling): string {
  const { opening, accrued, returned, converted_in, converted_out, paid, closing, currency, period } = pool;
  const figures = [
    words.say('entry.waiting-before', { amount: amount(opening, currency) }),
    words.say('entry.promised', { amount: amount(accrued, currency) }),
    ...(returned ? [words.say('entry.came-back', { amount: amount(returned, currency) })] : []),
    ...(converted_in ? [words.say('entry.converted-in', { amount: amount(converted_in, currency) })] : []),
    ...(converted_out ? [words.say('entry.converted-out', { amount: amount(converted_out, currency) })] : []),
    words.say('entry.passed-on', { amount: amount(paid, currency) }),
    words.say('entry.still-waiting', { amount: amount(closing, currency) }),
  ];
  return words.say('entry.pool-stated', { month: month(period), currency, figures: figures.join(', ') });
}

export function entrySentence(entry: Entry, home: Currency, words: Words): string {
  const telling: Telling = {
    words,
    amount: (minor, currency) => amountInWords(money(minor, currency), { lang: words.lang, home }),
    month: (of) => monthInWords(of, words.lang),
  };
  return (sentences[entry.kind] as (entry: Entry, telling: Telling) => string)(entry, telling);
}
