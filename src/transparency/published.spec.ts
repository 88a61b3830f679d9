import { readFileSync } from 'node:fs';
import path from 'node:path';
import { money } from '../domain/money.js';
import { presetRules } from '../domain/publication-rules.js';
import { decodeEntry } from '../public-log/entry.js';
import { promiseOf, rulesTextOf, statementOf, transparencyOf } from './public-views.js';
import { nextOf, type PublicTerms, type PublishedEntry, readPublished } from './published.js';

/** The example of the format's own document: what a stranger reads there is what the page shows. */
const document = readFileSync(path.resolve(__dirname, '../../docs/public-log.md'), 'utf8');
const lines = document.split('\n').filter((line) => line.startsWith('{"') && line.endsWith('"v":1}') && line.includes('"date"'));
const periods: Readonly<Record<string, string>> = { '2026-12-08': '2026-10', '2027-01-12': '2026-11' };
const rows = lines.map((entry): PublishedEntry => {
  const { date } = decodeEntry(entry);
  return { date, period: periods[date]!, entry };
});
const published = readPublished(rows);
const cad = (minor: bigint) => money(minor, 'CAD');

const terms: PublicTerms = {
  slug: 'north-street',
  name: 'North Street',
  currency: 'CAD',
  zone: 'America/Toronto',
  openedAt: '2026-10-02T15:00:00.000Z',
  policies: [
    {
      version: 1,
      shareBp: 2000,
      base: 'gross',
      rounding: 'half-up-per-payment',
      currencyRule: 'home',
      startsOn: '2026-10-01',
      words: 'A fifth.',
    },
    {
      version: 2,
      shareBp: 2500,
      base: 'gross',
      rounding: 'half-up-per-payment',
      currencyRule: 'home',
      startsOn: '2027-03-01',
      words: 'A quarter.',
    },
  ],
  rules: [{ adoptedAt: '2026-10-02T15:00:00.000Z', rules: presetRules('guarded') }],
  address: { host: 'ledger.example', confirmedAt: '2026-11-20T15:00:00.000Z' },
};
const books = (now: string) => ({ terms, published, heard: [], now });

describe('what is read from the log', () => {
  it('is one statement a publication, with the figures as they stand there', () => {
    expect(published.months.map(({ month, publishedOn }) => `${month} on ${publishedOn}`)).toEqual([
      '2026-10 on 2026-12-08',
      '2026-11 on 2027-01-12',
    ]);
    expect(published.months[0]!.funds).toEqual([
      {
        opening: cad(1500n),
        accrued: cad(48000n),
        returned: cad(0n),
        convertedIn: cad(0n),
        convertedOut: cad(0n),
        paid: cad(3000n),
        closing: cad(46500n),
        batches: [{ count: 6, unit: cad(500n), total: cad(3000n) }],
      },
    ]);
  });

  it('makes the three figures and the months, newest first', () => {
    const { published: shown } = transparencyOf(books('2027-01-20T12:00:00.000Z'));
    expect(shown).toMatchObject({ on: '2027-01-12', period: '2026-11', nextOn: '2027-02-09' });
    expect(shown!.funds[0]).toMatchObject({ promised: cad(49500n), passedOn: cad(3000n), waiting: cad(46500n), oldestWaits: 1 });
    expect(shown!.funds[0]!.months.map(({ month }) => month)).toEqual(['2026-11', '2026-10']);
  });

  it('leads from each month to those beside it, and to none that was not published', () => {
    expect(statementOf(books('2027-01-20T12:00:00.000Z'), '2026-10')).toMatchObject({ after: '2026-11' });
    expect(statementOf(books('2027-01-20T12:00:00.000Z'), '2026-12')).toBeUndefined();
  });

  it('says which month the next publication will speak of', () => {
    expect(nextOf(terms, published.log, '2027-01-20T12:00:00.000Z')).toEqual({ date: '2027-02-09', period: '2026-12' });
    expect(nextOf({ ...terms, policies: [] }, published.log, '2027-01-20T12:00:00.000Z')).toBeUndefined();
  });

  it('shows the promise of the day, and one to come as one to come', () => {
    expect(promiseOf(books('2027-02-28T12:00:00.000Z'))).toMatchObject({ inForce: 1 });
    expect(promiseOf(books('2027-03-01T12:00:00.000Z'))).toMatchObject({ inForce: 2 });
  });

  it('refuses bytes that are no entry', () => {
    expect(() => readPublished([{ ...rows[0]!, entry: `${rows[0]!.entry} ` }])).toThrow('one way to be written');
  });
});

describe('before anything is published', () => {
  const nothing = { terms, published: readPublished([]), heard: [], now: '2026-11-22T12:00:00.000Z' };

  it('no figure is shown, and when the first can come', () => {
    expect(transparencyOf(nothing)).toMatchObject({ firstOn: '2026-12-08', rules: { k: 5, minPayments: 5, delayDays: 35 } });
    expect(transparencyOf(nothing).published).toBeUndefined();
  });

  it('no day is promised before the address is confirmed', () => {
    const { address: _, ...unconfirmed } = terms;
    expect(transparencyOf({ ...nothing, terms: unconfirmed }).firstOn).toBeUndefined();
  });

  it('the rules are those with which the log would open', () => {
    expect(rulesTextOf(nothing)).toBe(presetRules('guarded').text);
  });
});
