import type { VNode } from 'preact';
import { money } from '../../domain/money.js';
import { presetRules } from '../../domain/publication-rules.js';
import { blankForm } from '../../web/form.js';
import { renderPage } from '../../web/page.js';
import { NewCallPage } from './call-new.js';
import { CallsPage } from './calls.js';
import { countsInWords, ImportPreviewPage, type PreviewLine } from './import-preview.js';
import { PaymentCheckPage, type PaymentToCheck } from './payment-check.js';
import { NewPaymentPage } from './payment-new.js';
import { PayoutCheckPage } from './payout-new.js';
import { PayoutPage } from './payout.js';
import type { PayoutDetail } from './payout-acts.js';
import { PayoutsPage } from './payouts.js';
import { PublicPage } from './public.js';
import { SetupGonePage, SetupPage } from './setup.js';
import { TodayPage, type Today } from './today.js';

const cad = (minor: bigint) => money(minor, 'CAD');
const frame = {
  ledger: { slug: 'river', name: 'River Practice', currency: 'CAD' },
  steward: 'sol',
  hideAmounts: false,
  formKey: 'k1',
  address: '/console/river',
};
const form = blankForm('k1');
const hostile = '<script>alert(1)</script>';

/** As a reader hears it: tags away, runs of blanks as one. */
const heard = (page: VNode): string =>
  renderPage(page)
    .replace(/<head>.*<\/head>/s, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ');

const fund = { owed: cad(12600n), available: cad(8600n), approved: cad(2500n), onItsWay: cad(1500n), setApart: cad(0n) };
const today: Today = { frame, day: '2026-11-22', funds: [fund], waiting: [], lately: [], backup: 'Backed up today.' };

describe('Today', () => {
  it('has three figures, and says in words why they differ', () => {
    const says = heard(TodayPage(today));
    expect(says).toContain('Sunday 22 November');
    expect(says).toContain('Owed $126.00');
    expect(says).toContain('Ready to send $86.00');
    expect(says).toContain('Waiting for you 0 things');
    expect(says).toContain('$25.00 is held for payouts that are approved and not yet sent.');
    expect(says).toContain('$15.00 was sent and is not yet known to have arrived.');
  });

  it('who sent more than came in is ahead; no figure goes below zero', () => {
    const ahead = { ...fund, owed: cad(0n), available: cad(-1200n), approved: cad(0n), onItsWay: cad(0n) };
    const says = heard(TodayPage({ ...today, funds: [ahead] }));
    expect(says).toContain('You’re $12.00 ahead. The next payments will catch up.');
    expect(says).not.toContain('\u2212');
  });

  it('nothing waiting is said, and one may close it', () => {
    expect(heard(TodayPage(today))).toContain('Nothing is waiting. You can close this.');
  });

  it('whoever has just begun is led to what was before, and to naming an account', () => {
    const html = renderPage(TodayPage({ ...today, isNew: true }));
    expect(html).toContain('href="/console/river/opening"');
    expect(html).toContain('href="/console/river/accounts"');
  });
});

describe('a payment before it is recorded', () => {
  const typed = { amount: '205', currency: 'CAD', receivedAt: '2026-11-22', step: 'check', another: 'yes', note: hostile };
  const toCheck: PaymentToCheck = {
    frame,
    form: { ...form, typed },
    amount: cad(20500n),
    day: '2026-11-22',
    method: 'interac',
    offering: 'Session',
    tax: { treatment: 'taxable', rateBp: 1300, because: { by: 'place', place: 'ON' } },
    taxIncluded: cad(2358n),
    setAside: { owed: cad(4100n), base: cad(20500n), baseKind: 'gross', shareBp: 2000 },
    month: '2026-11',
  };
  const check = renderPage(PaymentCheckPage(toCheck));

  it('shows what is set aside and what stays, and carries on all that was typed', () => {
    expect(check).toMatch(/\$41\.00.*\$164\.00/s);
    expect(check).toContain('<input type="hidden" name="amount" value="205"');
    expect(check).not.toContain('<script');
  });

  it('says what tax it would hold, and why', () => {
    expect(heard(PaymentCheckPage(toCheck))).toContain('$23.58 : tax of 13 % inside the price, for whoever pays from Ontario');
  });

  it('lets the button alone say which step comes next', () => {
    expect(check).not.toMatch(/type="hidden" name="(step|another)"/);
    expect(check).toContain('name="step" value="record"');
  });
});

describe('a file before it is recorded', () => {
  const line = (over: Partial<PreviewLine>): PreviewLine => ({
    line: 2,
    day: '2026-10-02',
    amount: cad(20000n),
    why: 'A payment to you.',
    becomes: 'new',
    chosen: { is: 'record', offering: 'ces-50' },
    ...over,
  });
  const lines = [
    line({}),
    line({ line: 3, text: hostile }),
    line({ line: 4, becomes: 'here' }),
    line({ line: 5, becomes: 'look', chosen: undefined }),
  ];
  const page = (typed = {}) =>
    renderPage(
      ImportPreviewPage({
        frame,
        form: { ...form, typed },
        import: 'i1',
        source: 'PayPal',
        lines,
        offerings: [{ offering: 'ces-50', name: 'Session', insidePledge: true }],
      }),
    );

  it('counts every line in words', () => {
    expect(countsInWords(lines)).toBe('2 new, 1 already here, 1 needs a look');
  });

  it('chooses what is new beforehand, and leaves out what needs a look', () => {
    expect(page()).toContain('<option value="2:record:ces-50" selected');
    expect(page()).toContain('<option value="5:leave" selected');
    expect(page()).not.toContain('value="4:leave"');
  });

  it('keeps each choice when the form comes back', () => {
    expect(page({ line: ['2:dismiss', '5:record:ces-50'] })).toMatch(/value="2:dismiss" selected.*value="5:record:ces-50" selected/s);
  });

  it('chooses nothing in the place of what is not offered any more', () => {
    expect(page({ line: [`2:same:01990000-0000-7000-8000-000000000001`] })).toContain('<option value="2:leave" selected');
  });

  it('shows what a file says as text', () => {
    expect(page()).not.toContain('<script');
  });
});

describe('the ledger watches the money and the steward, never the person', () => {
  const names = (page: VNode): string[] =>
    [...renderPage(page).matchAll(/<(?:input|select|textarea)[^>]* name="([^"]+)"/g)].map(([, name]) => name!);

  it('a call has no field for who somebody is, what they need, or remarks about them', () => {
    const asked = names(NewCallPage({ frame, form, proposedName: 'otter meadow', currencies: ['CAD'], earlier: [] }));
    expect([...new Set(asked)].sort()).toEqual([
      'address',
      'asked',
      'back',
      'currency',
      'fitsThePromise',
      'hide',
      'link',
      'name',
      'neededBy',
      'payee',
      'rail',
      'requestId',
    ]);
  });

  it('a payment has no field for a band', () => {
    const asked = names(
      NewPaymentPage({
        frame,
        form,
        currencies: ['CAD'],
        offerings: [{ offering: 'o', name: 'O', insidePledge: true }],
        today: '2026-11-22',
      }),
    );
    expect(asked).not.toContain('band');
    expect(asked).toContain('offering');
  });

  it('a call opens its post only as a page, without telling where one came from', () => {
    const card = { call: 'c', name: 'heron willow', notedOn: '2026-11-01', platform: 'other' as const };
    const page = (link: string) => renderPage(CallsPage({ frame, order: 'shuffled', calls: [{ ...card, link }] }));
    expect(page('https://example.org/post')).toContain('rel="noopener noreferrer external"');
    expect(page('javascript:alert(1)')).not.toContain('javascript:');
  });
});

describe('a payout', () => {
  const payout: PayoutDetail = {
    frame,
    form,
    today: '2026-11-22',
    history: [],
    may: ['show-address'],
    card: { memo: 'Thank you', code: 'K7QX' },
    line: { payout: 'po', call: 'heron willow', amount: cad(2500n), rail: 'interac', state: 'ready', since: '2026-11-20' },
  };

  it('shows the address by POST alone', () => {
    const html = renderPage(PayoutPage(payout));
    expect(html).toContain('<form method="post" action="/console/river/payouts/po/show-address"');
    expect(html).not.toContain('What to send');
  });

  it('who has seen the address sees it again, and is not told anew what that means', () => {
    const shown = (line: PayoutDetail['line']) => heard(PayoutPage({ ...payout, line, may: ['show-address'] }));
    expect(shown({ ...payout.line, state: 'ready' })).toContain('Once you have seen the address, the payout is in your hands');
    expect(shown({ ...payout.line, state: 'held' })).toContain('Show the address again');
    expect(shown({ ...payout.line, state: 'held' })).not.toContain('Once you have seen');
  });

  it('says before it is proposed who sends it: a person, or this program', () => {
    const check = {
      frame,
      form,
      callName: 'amber-heron',
      seenOn: '2026-11-02',
      amount: cad(6000n),
      ready: cad(9000n),
      after: cad(3000n),
      approval: 'You do.',
    };
    expect(heard(PayoutCheckPage({ ...check, rail: 'interac' }))).toContain('You send it with your bank or PayPal');
    expect(heard(PayoutCheckPage({ ...check, rail: 'paypal' }))).toContain('this program sends it through your PayPal account');
    expect(heard(PayoutCheckPage({ ...check, rail: 'paypal' }))).not.toContain('doesn’t move');
  });

  it('offers what the books allow and nothing else', () => {
    const says = heard(PayoutPage({ ...payout, may: ['undo'], undoMinutes: 8 }));
    expect(says).toContain('Undo, 8 min left');
    expect(says).not.toMatch(/I sent it|Approve it|It arrived/);
  });

  it('of someone forgotten is of a person we have no name for', () => {
    const { call: _forgotten, ...line } = payout.line;
    expect(heard(PayoutsPage({ frame, ready: [cad(0n)], payouts: [line] }))).toContain('a person we have no name for');
  });
});

describe('opening a ledger', () => {
  const setup = {
    action: '/setup/x',
    form,
    zones: ['America/Toronto'],
    currencies: ['CAD'],
    today: '2026-11-22',
    presets: [],
    backupFolder: '/backup',
    host: 'localhost',
  };

  it('says the three bases in worked dollars, with all that was paid chosen beforehand', () => {
    const html = renderPage(SetupPage(setup));
    expect(heard(SetupPage(setup))).toMatch(/Someone pays \$200\.00.*\$40\.00.*\$38\.10.*\$36\.88/);
    expect(html).toMatch(/value="gross" checked/);
  });

  it('a used link says how to make another', () => {
    expect(heard(SetupGonePage({ command: 'npm run cli -- setup-link' }))).toContain('npm run cli -- setup-link');
  });
});

describe('what the world sees', () => {
  const publicSide = { frame, addressForm: form, rulesForm: form, suggestedHost: 'ledger.example', rules: presetRules('guarded') };

  it('explains that the address is for life before it is confirmed, and asks no more afterwards', () => {
    expect(heard(PublicPage(publicSide))).toContain('Confirm the address, once and for life');
    expect(heard(PublicPage({ ...publicSide, address: 'ledger.example' }))).not.toContain('Confirm it for life');
  });

  it('says what waits, and why', () => {
    const next = { day: '2026-12-08', period: '2026-10', willSay: [], waits: [{ what: 'A payout', why: 'It is not final yet.' }] };
    expect(heard(PublicPage({ ...publicSide, next }))).toContain('A payout It is not final yet.');
  });
});

describe('our words', () => {
  const pages = [
    TodayPage(today),
    CallsPage({ frame, order: 'shuffled', calls: [] }),
    NewCallPage({ frame, form, proposedName: 'otter meadow', currencies: ['CAD'], earlier: [] }),
    PayoutsPage({ frame, ready: [cad(100n)], payouts: [] }),
    PublicPage({ frame, addressForm: form, rulesForm: form, suggestedHost: 'ledger.example', rules: presetRules('open') }),
  ];

  it('speak of redistributing, people and calls; never of charity, cases or lateness', () => {
    const never =
      /\b(donat\w*|benefici\w*|recipients?|clients?|applica\w*|campaign|needy|vulnerable|declined|rejected|ineligible|priority|urgen\w*|overdue|late|failing|admin\w*|anonymous|verified|blockchain|hash|users?|transactions?)\b/i;
    for (const page of pages) expect(heard(page)).not.toMatch(never);
  });
});
