import { longestEntry } from '../../src/public-log/entry.js';
import type { EntryFaultCode } from '../../src/public-log/entry.js';
import { type kinds } from '../../src/public-log/entry-kinds.js';

const rules = `"rules":"${'ab'.repeat(32)}"`;
const inForce = `"k":5,"kind":"log.opened","origin":"ledger.example/north-street/log","payments":5,"pledge":"monthly"`;
export const slot = Buffer.alloc(32, 7).toString('base64');

/** One entry of each kind, byte for byte. They are published somewhere for good: this table only ever grows. */
export const written: Readonly<Record<keyof typeof kinds, string>> = {
  'log.opened': `{"date":"2026-12-08","delay":35,"dominance":50,${inForce},${rules},"schedule":"monthly:second-tuesday","v":1}`,
  'currency.opened': '{"currency":"CAD","date":"2026-12-08","exponent":2,"kind":"currency.opened","unit":500,"v":1}',
  'rules.changed':
    '{"date":"2027-01-12","delay":7,"dominance":50,"effective":"2027-02","k":3,"kind":"rules.changed",' +
    `"payments":5,"pledge":"quarterly",${rules},"schedule":"monthly:second-tuesday","v":1}`,
  'practice.joined': '{"date":"2026-12-08","from":"2026-10","kind":"practice.joined","practice":"north-street","rate":2000,"v":1}',
  'practice.left': '{"date":"2026-12-08","kind":"practice.left","practice":"north-street","until":"2026-11","v":1}',
  'pledge.accrued':
    '{"currency":"CAD","date":"2026-12-08","kind":"pledge.accrued","minor":48000,"period":"2026-10","practice":"north-street","v":1}',
  'batch.paid':
    '{"count":1,"currency":"CAD","date":"2026-12-08","kind":"batch.paid","part":1,"parts":1,' +
    `"period":"2026-10","slots":"${slot}","total":500,"unit":500,"v":1}`,
  'pool.converted':
    '{"date":"2026-12-08","from":"CAD","from_minor":13700,"kind":"pool.converted","period":"2026-10",' +
    '"to":"USD","to_minor":10000,"v":1}',
  'money.returned':
    '{"count":12,"currency":"CAD","date":"2026-12-08","kind":"money.returned","period":"2026-10","total":6000,"unit":500,"v":1}',
  'batch.acknowledged': '{"date":"2027-03-09","kind":"batch.acknowledged","of":4,"tenths":9,"v":1}',
  'entry.corrected':
    '{"currency":"CAD","date":"2027-03-09","field":"minor","kind":"entry.corrected","minor":-1200,"of":3,"reason":"duplicate","v":1}',
  'pool.stated':
    '{"accrued":48000,"closing":-500,"converted_in":0,"converted_out":0,"currency":"CAD",' +
    '"date":"2026-12-08","kind":"pool.stated","opening":1500,"paid":50000,"period":"2026-10",' +
    '"returned":0,"v":1}',
  'audit.stated':
    '{"auditor":"a-house-of-audit","date":"2027-03-09","kind":"audit.stated","period":"2026-12",' +
    `"result":"clean","statement":"${'0f'.repeat(32)}","v":1}`,
  'key.added':
    '{"date":"2027-03-09",' +
    '"key":"ledger.example/north-street/log+c0ffee00+AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyAh",' +
    '"kind":"key.added","v":1}',
  'key.retired':
    '{"date":"2027-03-09",' +
    '"key":"ledger.example/north-street/log+c0ffee00+AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyAh",' +
    '"kind":"key.retired","v":1}',
  'log.closed': '{"date":"2027-03-09","kind":"log.closed","reason":"ended","v":1}',
};

const pledge = written['pledge.accrued'];
const batch = written['batch.paid'];

/** Bytes that break each rule of the format, and the name under which they are refused. */
export const entryMutants: readonly (readonly [string, string, EntryFaultCode])[] = [
  [
    'keys in another order',
    '{"date":"2026-12-08","currency":"CAD","exponent":2,"kind":"currency.opened","unit":500,"v":1}',
    'entry/not-canonical',
  ],
  ['white space between members', pledge.replace(',"kind"', ', "kind"'), 'entry/not-canonical'],
  ['white space around it', ` ${pledge}`, 'entry/not-canonical'],
  ['a newline after it', `${pledge}\n`, 'entry/not-printable-ascii'],
  ['a number with a fraction', pledge.replace('48000', '480.5'), 'entry/out-of-bounds'],
  ['a whole number written as a fraction', pledge.replace('48000', '48000.0'), 'entry/not-canonical'],
  ['a number with an exponent', pledge.replace('48000', '48e3'), 'entry/not-canonical'],
  ['minus zero', pledge.replace('48000', '-0'), 'entry/not-canonical'],
  ['a leading zero', pledge.replace('48000', '048000'), 'entry/not-json'],
  ['an amount past 2^53 - 1', pledge.replace('48000', '9007199254740992'), 'entry/out-of-bounds'],
  ['an amount past it that rounds', pledge.replace('48000', '9007199254740993'), 'entry/out-of-bounds'],
  ['an amount below -(2^53 - 1)', pledge.replace('48000', '-9007199254740992'), 'entry/out-of-bounds'],
  ['an amount as text', pledge.replace('48000', '"48000"'), 'entry/out-of-bounds'],
  ['a field twice', pledge.replace('"v":1', '"v":1,"v":1'), 'entry/not-canonical'],
  ['a field that the kind has not', pledge.replace('"v":1', '"u":1,"v":1'), 'entry/unknown-field'],
  ['the name of a person', pledge.replace('"v":1', '"to":"Ada","v":1'), 'entry/unknown-field'],
  ['a field inherited by every object', pledge.replace('"v":1', '"__proto__":1,"v":1'), 'entry/unknown-field'],
  ['a missing field', pledge.replace('"minor":48000,', ''), 'entry/missing-field'],
  ['no kind', pledge.replace('"kind":"pledge.accrued",', ''), 'entry/missing-field'],
  ['an unknown kind', pledge.replace('pledge.accrued', 'payout.made'), 'entry/unknown-kind'],
  ['a kind inherited by every object', pledge.replace('pledge.accrued', 'toString'), 'entry/unknown-kind'],
  ['null', pledge.replace('48000', 'null'), 'entry/nested'],
  ['an object inside', pledge.replace('48000', '{"amount":1}'), 'entry/nested'],
  ['a list inside', pledge.replace('48000', '[48000]'), 'entry/nested'],
  ['true', pledge.replace('48000', 'true'), 'entry/out-of-bounds'],
  ['a byte order mark before it', `\ufeff${pledge}`, 'entry/not-printable-ascii'],
  ['a kind that is null', pledge.replace('"pledge.accrued"', 'null'), 'entry/unknown-kind'],
  ['a kind that is a number', pledge.replace('"pledge.accrued"', '6'), 'entry/unknown-kind'],
  ['a letter outside ASCII', pledge.replace('north-street', 'rue-éts'), 'entry/not-printable-ascii'],
  ['an escape', pledge.replace('north-street', 'north\\u002dstreet'), 'entry/not-printable-ascii'],
  ['a quotation mark inside a string', pledge.replace('north-street', 'north\\"street'), 'entry/not-printable-ascii'],
  ['a label with a blank', pledge.replace('north-street', 'north street'), 'entry/out-of-bounds'],
  ['a label of 41 letters', pledge.replace('north-street', 'n'.repeat(41)), 'entry/out-of-bounds'],
  ['a currency in small letters', pledge.replace('CAD', 'cad'), 'entry/out-of-bounds'],
  ['a day that the calendar has not', pledge.replace('2026-12-08', '2026-02-30'), 'entry/out-of-bounds'],
  ['a thirteenth month', pledge.replace('2026-10', '2026-13'), 'entry/out-of-bounds'],
  ['another version', pledge.replace('"v":1', '"v":2'), 'entry/out-of-bounds'],
  ['a list of entries', `[${pledge}]`, 'entry/not-an-object'],
  ['a bare number', '1', 'entry/not-an-object'],
  ['null alone', 'null', 'entry/not-an-object'],
  ['half an entry', pledge.slice(0, 60), 'entry/not-json'],
  ['nothing', '', 'entry/not-json'],
  ['more than 65,535 bytes', pledge.replace('north-street', 'n'.repeat(longestEntry)), 'entry/too-long'],
  ['no slots', batch.replace('"count":1', '"count":0').replace(slot, ''), 'entry/out-of-bounds'],
  ['1,501 slots', batch.replace('"count":1', '"count":1501'), 'entry/out-of-bounds'],
  ['fewer slots than it counts', batch.replace('"count":1', '"count":2'), 'entry/fields-disagree'],
  ['slots in the alphabet of URLs', batch.replace(slot, slot.replace('BwcH', 'B-_H')), 'entry/out-of-bounds'],
  ['slots without their padding', batch.replace(slot, slot.slice(0, -1)), 'entry/out-of-bounds'],
  ['slots with loose bits at the end', batch.replace(slot, `${slot.slice(0, -2)}d=`), 'entry/out-of-bounds'],
  ['a part past the last', batch.replace('"part":1', '"part":2'), 'entry/fields-disagree'],
  ['a unit of nothing', batch.replace('"unit":500', '"unit":0'), 'entry/out-of-bounds'],
  ['a pool that paid less than nothing', written['pool.stated'].replace('"paid":50000', '"paid":-1'), 'entry/out-of-bounds'],
  ['a currency converted into itself', written['pool.converted'].replace('USD', 'CAD'), 'entry/fields-disagree'],
  ['a correction by nothing', written['entry.corrected'].replace('-1200', '0'), 'entry/fields-disagree'],
  ['eleven tenths', written['batch.acknowledged'].replace('"tenths":9', '"tenths":11'), 'entry/out-of-bounds'],
  ['a practice named "all"', written['practice.joined'].replace('north-street', 'all'), 'entry/fields-disagree'],
  ['a hash in capitals', written['audit.stated'].replaceAll('0f', '0F'), 'entry/out-of-bounds'],
  ['an origin with its scheme', written['log.opened'].replace('ledger.example', 'https+ledger.example'), 'entry/out-of-bounds'],
  ['an origin with a slash at its end', written['log.opened'].replace('street/log"', 'street/log/"'), 'entry/out-of-bounds'],
  ['half of a previous log', written['log.opened'].replace(',"rules"', ',"prev_size":90,"rules"'), 'entry/fields-disagree'],
  [
    'an end that names a successor by halves',
    written['log.closed'].replace('"reason"', '"next_origin":"a.example/b","reason"'),
    'entry/fields-disagree',
  ],
  ['a compromise without a successor', written['log.closed'].replace('ended', 'key'), 'entry/fields-disagree'],
];
