import type { VNode } from 'preact';
import { money } from '../../domain/money.js';
import type { PledgePolicy } from '../../domain/pledge.js';
import { FeedbackPage, ThanksPage } from '../../feedback/pages.js';
import { wordsIn } from '../../languages/asked-language.js';
import { english } from '../../languages/english.js';
import { inEnglish } from '../../languages/language.js';
import { languagesOf } from '../../languages/languages.js';
import { type Message, piecesOf } from '../../languages/message.js';
import { Words } from '../../languages/words.js';
import type { Entry } from '../../public-log/entry.js';
import { errorPage } from '../../web/error-page.js';
import { blankForm } from '../../web/form.js';
import { renderPage } from '../../web/page.js';
import { problem } from '../../web/problem.js';
import { CodePage, ForgetMePage, ForgottenMePage, YoursPage } from '../../yours/pages.js';
import { DirectoryPage, NothingHerePage } from './directory.js';
import { PublicPromisePage } from './promise.js';
import { StatementPage } from './statement.js';
import { TransparencyPage } from './transparency.js';

/** What people wrote, in letters of which no message of ours has any. */
const written = 'Ωμέγα';
const cad = (minor: bigint) => money(minor, 'CAD');
const ledger = { slug: '1', name: written, currency: 'CAD', banner: written };
const policy = (version: number, base: PledgePolicy['base'], currencyRule: PledgePolicy['currencyRule']): PledgePolicy => ({
  version,
  shareBp: 2000,
  base,
  rounding: 'half-up-per-payment',
  currencyRule,
  startsOn: '2026-03-01',
  words: written,
});
const versions = [policy(3, 'net-of-tax-and-fees', 'own'), policy(2, 'net-of-tax', 'home'), policy(1, 'gross', 'home')];
const stated = { v: 1, kind: 'pledge.accrued', date: '2026-12-08', period: '2026-10', practice: 'x', currency: 'CAD', minor: 400 };
const entries = [{ index: 7, entry: stated as unknown as Entry }];
const rules = { k: 5, minPayments: 5, delayDays: 35 };
const fund = { promised: cad(900n), passedOn: cad(700n), waiting: cad(200n), oldestWaits: 2 };
const months = [
  { month: '2026-10', promised: cad(400n), passedOn: cad(500n) },
  { month: '2026-09', promised: cad(500n), passedOn: cad(200n) },
];
const heard = [
  { about: { what: 'month', month: '2026-10' } as const, words: written, answer: written, changed: written, since: '2026-12-08' },
];
const sums = {
  opening: cad(1n),
  accrued: cad(2n),
  returned: cad(3n),
  convertedIn: cad(4n),
  convertedOut: cad(5n),
  paid: cad(6n),
  closing: cad(7n),
};
const agreements = [
  { consent: 'receipt', isGiven: true, mayGive: true },
  { consent: 'acknowledgement', isGiven: false, mayGive: true },
] as const;
const sent = {
  payout: '1',
  day: '2026-10-04',
  state: 'yours.missed',
  amount: cad(5n),
  mayArrive: true,
  mayMiss: true,
  hasReceipt: true,
} as const;
const corrections = (['amount', 'period', 'duplicate', 'classification'] as const).flatMap((reason) =>
  (['minor', 'opening'] as const).map((field) => ({ of: field === 'minor' ? '2026-08' : '', by: cad(-1n), field, reason })),
);

/** Every public page in every state that changes its words. */
const pages: Readonly<Record<string, (words: Words) => VNode>> = {
  'the transparency page': (words) =>
    TransparencyPage({
      words,
      ledger,
      promise: versions[2],
      versions,
      heard,
      log: '7',
      rules,
      published: { on: '2026-12-08', period: '2026-10', nextOn: '2027-01-12', funds: [{ ...fund, months }], entries },
    }),
  'the transparency page, ahead': (words) =>
    TransparencyPage({
      words,
      ledger,
      versions: [],
      heard: [],
      rules,
      published: { on: '2026-12-08', period: '2026-10', funds: [{ ...fund, waiting: cad(-200n), months: [] }], entries: [] },
    }),
  'the transparency page before the first publication': (words) =>
    TransparencyPage({ words, ledger, versions: [], heard: [], rules, firstOn: '2026-12-08' }),
  'the transparency page before the address is confirmed': (words) => TransparencyPage({ words, ledger, versions: [], heard: [], rules }),
  'the promise': (words) => PublicPromisePage({ words, ledger, versions, inForce: 2 }),
  'no promise': (words) => PublicPromisePage({ words, ledger, versions: [] }),
  'a statement': (words) =>
    StatementPage({
      words,
      ledger,
      month: '2026-10',
      publishedOn: '2026-12-08',
      funds: [{ ...sums, batches: [{ count: 2, unit: cad(500n), total: cad(1000n) }] }],
      corrections,
      entries,
      before: '2026-09',
      after: '2026-11',
    }),
  'the list of ledgers': (words) => DirectoryPage({ words, ledgers: [{ slug: '1', name: written, promise: versions[0]! }] }),
  'an empty list of ledgers': (words) => DirectoryPage({ words, ledgers: [] }),
  'nothing here': (words) => NothingHerePage({ words }),
  feedback: (words) =>
    FeedbackPage({
      words,
      ledger,
      form: { ...blankForm('k'), faults: [{ field: 'words', says: written }] },
      shown: heard,
      keptDays: 30,
      size: 9,
    }),
  'feedback, none yet': (words) => FeedbackPage({ words, ledger, form: blankForm('k'), shown: [], size: 0 }),
  thanks: (words) => ThanksPage({ words, ledger }),
  'a code': (words) => CodePage({ words, ledger, isWrong: true }),
  yours: (words) => YoursPage({ words, ledger, code: '1', sent: [sent], agreements, isShown: false, parts: { payout: '1', count: 2 } }),
  'yours, a receipt': (words) => YoursPage({ words, ledger, code: '1', sent: [sent], agreements, isShown: true }),
  'forget me': (words) => ForgetMePage({ words, ledger, code: '1' }),
  forgotten: (words) => ForgottenMePage({ words, ledger, waiting: 0 }),
  'not forgotten yet': (words) => ForgottenMePage({ words, ledger, waiting: 1 }),
};

const marked = (text: string): string =>
  piecesOf(text)
    .map((piece) =>
      typeof piece === 'string' ? `⟦${piece}⟧` : 'slot' in piece ? `{${piece.slot}}` : `<${piece.mark}>⟦${piece.words}⟧</${piece.mark}>`,
    )
    .join('');
const markedMessage = (message: Message): Message =>
  typeof message === 'string'
    ? marked(message)
    : (Object.fromEntries(Object.entries(message).map(([way, text]) => [way, marked(text)])) as unknown as Message);
const everythingMarked = new Words({
  ...inEnglish,
  messages: Object.fromEntries(Object.entries(english).map(([key, message]) => [key, markedMessage(message)])),
});

/** All that a reader sees or hears: text, titles, labels, descriptions. */
const said = (html: string): string =>
  [
    html.replace(/<style.*?<\/style>/gs, '').replace(/<[^>]+>/g, ' '),
    ...[...html.matchAll(/ (?:aria-label|title|content|alt|placeholder)="([^"]*)"/g)].map(([, text]) => text!),
  ].join(' ');

/** What is left once every message, every day and what people wrote is taken out. */
const left = (html: string): string =>
  said(html)
    .replace(/⟦[^⟧]*⟧/g, ' ')
    .replace(/\b(?:January|February|March|August|September|Sep|October|Oct|November|December)\b/g, ' ')
    .replace(
      /English|Français|한국어|mutual-aid-ledger verify 7|Ωμέγα|CAD|width=device-width, initial-scale=1|light dark|noindex, noarchive/g,
      ' ',
    );

describe('every word of a public page comes from its language', () => {
  it.each(Object.entries(pages))('%s', (_, page) => {
    expect(left(renderPage(page(everythingMarked))).match(/\p{L}{2,}/gu)).toBeNull();
  });

  it.each([400, 401, 403, 404, 405, 406, 409, 410, 412, 413, 415, 422, 429, 500, 503])('what is said of status %i', (status) => {
    const told = problem(status, status === 500 ? { reference: '7' } : {});
    const page = left(errorPage(told, everythingMarked));
    const isToldByItself = [401, 403, 406, 409, 412, 415, 422].includes(status);
    expect(isToldByItself ? page.replace(left(`<p>${told.detail}</p>`), '') : page).not.toMatch(/\p{L}{2,}/u);
  });
});

describe.each(languagesOf('public').map(({ code, name }) => [name, code] as const))('in %s', (_, code) => {
  const words = wordsIn(languagesOf('public').find((language) => language.code === code)!, true);

  it.each(Object.entries(pages))('%s says its language, and every link to a page of ours carries it on', (_, page) => {
    const html = renderPage(page(words));
    expect(html).toContain(`<html lang="${code}">`);
    const links = [...html.matchAll(/<(?:a|form)[^>]* (?:href|action)="(\/[^"]*)"/g)].map(([, href]) => href!);
    expect(links.filter((href) => !/[?&]lang=\w+/.test(href))).toEqual([]);
  });

  it('fills every slot', () => {
    for (const page of Object.values(pages)) expect(said(renderPage(page(words)))).not.toMatch(/[{}⟦⟧]|undefined|NaN|\[object/);
  });

  it('keeps what people wrote as they wrote it', () => {
    expect(renderPage(pages.feedback!(words))).toContain(`<p class="written" dir="auto">${written}</p>`);
  });
});
