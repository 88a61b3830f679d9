import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { VNode } from 'preact';
import { addMonths } from '../../domain/calendar.js';
import { money } from '../../domain/money.js';
import type { PledgePolicy } from '../../domain/pledge.js';
import { englishWords, wordsIn } from '../../languages/asked-language.js';
import { languagesOf } from '../../languages/languages.js';
import type { Entry } from '../../public-log/entry.js';
import { renderPage } from '../../web/page.js';
import { DirectoryPage } from './directory.js';
import { PublicPromisePage } from './promise.js';
import { StatementPage } from './statement.js';
import { type Transparency, TransparencyPage } from './transparency.js';

const cad = (minor: bigint) => money(minor, 'CAD');
const heard = (page: VNode): string =>
  renderPage(page)
    .replace(/<head>.*<\/head>/s, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ');

const words = englishWords;
const ledger = { slug: 'river', name: 'River Practice', currency: 'CAD' };
const rules = { k: 5, minPayments: 5, delayDays: 35 };
const policy: PledgePolicy = {
  version: 2,
  shareBp: 2000,
  base: 'gross',
  rounding: 'half-up-per-payment',
  currencyRule: 'home',
  startsOn: '2026-03-01',
  words: 'To people who made calls.\n\nNobody has to prove anything.',
};
const month = (name: string) => ({ month: name, promised: cad(40000n), passedOn: cad(38000n) });
const fund = {
  promised: cad(382600n),
  passedOn: cad(370000n),
  waiting: cad(12600n),
  oldestWaits: 2,
  months: [month('2026-10'), month('2026-09')],
};
const stated = {
  v: 1,
  kind: 'pledge.accrued',
  date: '2026-12-08',
  period: '2026-10',
  practice: 'river',
  currency: 'CAD',
  minor: 40000n,
} as unknown as Entry;
const entries = [{ index: 7, entry: stated }];
const published: Transparency = {
  ledger,
  promise: policy,
  rules,
  published: { on: '2026-12-08', period: '2026-10', nextOn: '2027-01-12', funds: [fund], entries },
  versions: [policy],
  heard: [
    { about: { what: 'promise' }, words: 'Say when the next one comes.', changed: 'It stands on the page now.', since: '2026-12-08' },
  ],
  log: 'https://ledger.example/river/log',
};
const before: Transparency = { ledger, promise: policy, rules, firstOn: '2027-01-12', versions: [policy], heard: [] };

describe('the transparency page', () => {
  it('says one sentence and three figures, as published', () => {
    const says = heard(TransparencyPage({ words, ...published })).replaceAll('\u00a0', ' ');
    expect(says).toContain('20 % of what people pay is redistributed');
    expect(says).toContain('Promised $3,826.00');
    expect(says).toContain('Passed on $3,700.00');
    expect(says).toContain('Still waiting $126.00 the oldest of it for 2 published months');
    expect(says).toContain('As published on 8 December 2026 , for months up to October 2026');
  });

  it('before the first publication shows the promise and when first figures can come, and no figure', () => {
    const says = heard(TransparencyPage({ words, ...before }));
    expect(says).toContain('The first figures can stand here on 12 January 2027');
    expect(says).toContain('at least 5 payments of as many people');
    expect(says).not.toContain('Still waiting');
    expect(renderPage(TransparencyPage({ words, ...before }))).not.toContain('<table');
  });

  it('works the share out with an example: 20 % of 200.00 is 40.00', () => {
    expect(heard(TransparencyPage({ words, ...published }))).toMatch(/Someone pays \$200\.00.*\$40\.00/);
  });

  it('always says what it cannot prove', () => {
    for (const page of [published, before])
      expect(heard(TransparencyPage({ words, ...page }))).toContain('It can’t prove that a person received money.');
  });

  it('more passed on than promised is said in words, never below zero', () => {
    const ahead = { ...fund, waiting: cad(-1200n), oldestWaits: undefined };
    const says = heard(TransparencyPage({ words, ...published, published: { ...published.published!, funds: [ahead] } }));
    expect(says).toContain('$12.00 more was passed on than promised');
    expect(says).toContain('Still waiting $0.00');
  });

  it('says what the last publication added to the log, under the numbers of its entries', () => {
    expect(renderPage(TransparencyPage({ words, ...published }))).toContain('<ol class="entries" start="7"><li id="entry-7">');
    expect(heard(TransparencyPage({ words, ...published }))).toContain('Promised up to October 2026: $400.00.');
  });

  it('says what changed because somebody said something, and how to say something oneself', () => {
    expect(heard(TransparencyPage({ words, ...published }))).toMatch(
      /About the promise With the publication of 8 December 2026 Say when the next one comes\. What changed because of it It stands on the page now\. 1 voice is published\./,
    );
    expect(heard(TransparencyPage({ words, ...before }))).toContain('Nothing is published yet. Tell us what you think');
  });

  it('says how to check it, and every version of the promise', () => {
    const says = heard(TransparencyPage({ words, ...published }));
    expect(says).toContain('With a computer: mutual-aid-ledger verify https://ledger.example/river/log');
    expect(says).toMatch(/Version 2, from 1 March 2026 : 20.% of what people pay is redistributed/);
  });

  it.each(
    languagesOf('public').map((language) => [language.name, language] as const),
  )('after ten years, in two currencies, fits into one round trip, 14 kB, in %s', (_, language) => {
    const months = Array.from({ length: 120 }, (_, index) => month(addMonths('2036-10', -index)));
    const inUsd = months.map((each) => ({ ...each, promised: money(12345n, 'USD'), passedOn: money(6789n, 'USD') }));
    const funds = [
      { ...fund, months },
      { ...fund, waiting: money(1n, 'USD'), months: inUsd },
    ];
    const added = Array.from({ length: 12 }, (_, at) => ({ index: 1400 + at, entry: stated }));
    const html = renderPage(
      TransparencyPage({ ...published, words: wordsIn(language), published: { ...published.published!, funds, entries: added } }),
    );
    expect(gzipSync(html).length).toBeLessThan(14_000);
    expect(brotliCompressSync(html).length).toBeLessThan(14_000);
  });

  it('asks for one stylesheet and nothing else, and runs nothing', () => {
    const html = renderPage(TransparencyPage({ words, ...published }));
    expect([...html.matchAll(/<link rel="(\w+)"/g)].map(([, rel]) => rel).filter((rel) => rel !== 'alternate')).toEqual([
      'stylesheet',
      'icon',
    ]);
    expect(html).not.toMatch(/<script|<img| style=|href="https?:/);
  });
});

describe('a monthly statement', () => {
  const none = cad(0n);
  const fund = {
    opening: cad(11000n),
    accrued: cad(40000n),
    returned: none,
    convertedIn: none,
    convertedOut: none,
    paid: cad(38000n),
    closing: cad(13000n),
    batches: [{ count: 76, unit: cad(500n), total: cad(38000n) }],
  };
  const statement = StatementPage({
    words,
    ledger: { ...ledger, name: '<b>' },
    month: '2026-10',
    publishedOn: '2026-12-08',
    funds: [fund],
    corrections: [{ of: '2026-08', by: cad(-1200n), field: 'minor', reason: 'duplicate' }],
    before: '2026-09',
    entries,
  });

  it('is a sum that anyone can redo', () => {
    const says = heard(statement);
    expect(says).toContain('Waiting at the start $110.00 Promised $400.00 Passed on \u2212$380.00 Waiting at the end $130.00');
    expect(says).toContain('76 equal parts of $5.00 , together $380.00');
  });

  it('says of a correction what it corrects, by how much and why', () => {
    expect(heard(statement)).toContain('What was promised up to August 2026 is corrected by \u2212$12.00: something was counted twice.');
  });

  it('never says how many people, and shows what was written as text', () => {
    expect(heard(statement)).toContain('which and how many is nobody else’s to know');
    expect(renderPage(statement)).toContain('&lt;b>');
  });
});

describe('the promise', () => {
  const versions = [
    policy,
    { ...policy, version: 1, shareBp: 1500, base: 'net-of-tax-and-fees' as const, startsOn: '2025-01-01', words: '<script>' },
  ];

  it('stays readable in every version, exactly as it was written', () => {
    const html = renderPage(PublicPromisePage({ words, ledger, versions, inForce: 2 }));
    expect(html).toContain('Nobody has to prove anything.');
    expect(html).toContain('&lt;script>');
    expect(heard(PublicPromisePage({ words, ledger, versions, inForce: 2 }))).toMatch(
      /in force.*Version 2, from 1 March 2026.*earlier.*Version 1, from 1 January 2025/,
    );
  });
});

describe('our words', () => {
  it('on public pages speak of people and money, never of charity', () => {
    const never =
      /\b(donat\w*|benefici\w*|recipients?|clients?|needy|vulnerable|gift|award\w*|overdue|anonymous|blockchain|hash|immutable)\b/i;
    const pages = [
      TransparencyPage({ words, ...published }),
      TransparencyPage({ words, ...before }),
      PublicPromisePage({ words, ledger, versions: [policy], inForce: 2 }),
      DirectoryPage({ words, ledgers: [{ slug: 'river', name: 'River' }] }),
    ];
    for (const page of pages) expect(heard(page)).not.toMatch(never);
  });
});
