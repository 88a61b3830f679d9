import { addMonths, monthOf } from './days.js';
import type { Entry } from './entry.js';
import type { LogRead, Report } from './log-read.js';

type RulesEntry = Extract<Entry, { readonly kind: 'log.opened' | 'rules.changed' }>;

/** What an entry says of the log itself: its rules, currencies, practices and keys. Takes it in for what comes after. */
export function checkStanding(log: LogRead, entry: Entry, index: number, report: Report): void {
  switch (entry.kind) {
    case 'log.opened':
      if (log.rules.length > 0) report(index, 'log/opened-twice', 'A log is opened once.');
      else log.rules.push({ from: '0000-00', entry });
      return;
    case 'rules.changed':
      readRules(log, entry, index, report);
      return;
    case 'currency.opened':
      readCurrency(log, entry, index, report);
      return;
    case 'practice.joined':
      if (log.practices.has(entry.practice)) report(index, 'practice/joined-twice', `${entry.practice} had joined already.`);
      log.practices.add(entry.practice);
      return;
    case 'practice.left':
      if (!log.practices.delete(entry.practice)) report(index, 'practice/not-joined', `${entry.practice} had not joined.`);
      return;
    case 'key.added':
      if (log.keys.has(entry.key)) report(index, 'key/added-twice', 'That key was added before.');
      log.keys.set(entry.key, 'added');
      return;
    case 'key.retired':
      if (log.keys.get(entry.key) !== 'added') report(index, 'key/unknown', 'A key is retired that was not in use.');
      log.keys.set(entry.key, 'retired');
      return;
    case 'log.closed':
      log.closed = true;
      return;
    case 'pledge.accrued':
    case 'batch.paid':
    case 'pool.converted':
    case 'money.returned':
    case 'batch.acknowledged':
    case 'entry.corrected':
    case 'pool.stated':
    case 'audit.stated':
      return;
  }
}

function readRules(log: LogRead, entry: Extract<Entry, { kind: 'rules.changed' }>, index: number, report: Report): void {
  if (entry.effective < addMonths(monthOf(entry.date), 1)) {
    report(
      index,
      'rules/too-early',
      `Rules published on ${entry.date} hold from the next month at the earliest, not from ${entry.effective}.`,
    );
  }
  const before = log.rules.at(-1)?.entry;
  if (before && sameRules(before, entry)) report(index, 'rules/unchanged', 'The rules are said to change, and are the same.');
  log.rules.push({ from: entry.effective, entry });
}

const sameRules = (a: RulesEntry, b: RulesEntry): boolean =>
  a.delay === b.delay &&
  a.dominance === b.dominance &&
  a.k === b.k &&
  a.payments === b.payments &&
  a.pledge === b.pledge &&
  a.rules === b.rules &&
  a.schedule === b.schedule;

function readCurrency(log: LogRead, entry: Extract<Entry, { kind: 'currency.opened' }>, index: number, report: Report): void {
  const before = log.currencies.get(entry.currency);
  if (before?.unit === entry.unit) report(index, 'currency/opened-alike', `${entry.currency} is open already, with the same unit.`);
  if (before && before.exponent !== entry.exponent) {
    report(index, 'currency/exponent-changed', `${entry.currency} had ${before.exponent} decimals; that does not change.`);
  }
  log.currencies.set(entry.currency, { exponent: entry.exponent, unit: entry.unit });
}

/** The rules in force for a month. */
export function rulesRead(log: LogRead, month: string): RulesEntry {
  const inForce = log.rules.findLast(({ from }) => from <= month) ?? log.rules[0];
  if (!inForce) throw new RangeError('No rules are in force before log.opened.');
  return inForce.entry;
}
