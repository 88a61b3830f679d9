import path from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Page } from 'playwright-core';
import { DataSource } from 'typeorm';
import { SetupLinks } from '../../src/access/setup-links.js';
import { slug } from '../../src/demo/practice.js';
import type { DemoLedger } from './demo-ledger.js';

/** One page as it stands before somebody: its title, where it is, and what is done there to come to see it. */
export interface Sight {
  readonly name: string;
  readonly title: string;
  readonly at: string;
  readonly act?: (page: Page) => Promise<void>;
  /** Of the page that checks a log, and of those on which a passkey is made or used; their policies let run no other. */
  readonly hasScript?: true;
}

const fixture = (name: string): string => path.join(__dirname, '../fixtures/intake', name);
const press =
  (name: string, within = 'main') =>
  async (page: Page) => {
    const loaded = page.waitForEvent('load');
    await page.locator(within).getByRole('button', { name, exact: true }).first().click();
    await loaded;
  };
const openAll = (page: Page) =>
  page.evaluate(() => {
    for (const each of document.querySelectorAll('details')) each.open = true;
  });

const bringIn = (account: string, file: string) => async (page: Page) => {
  await page.getByLabel(account, { exact: true }).check();
  await page.getByLabel('The file').setInputFiles(fixture(file));
  await press('Look at it')(page);
  await openAll(page);
};

const describe = (file: string) => async (page: Page) => {
  await page.getByLabel('Chequing', { exact: true }).check();
  await page.getByLabel('The file').setInputFiles(fixture(file));
  await page.getByLabel('What kind of file is it?').selectOption('another');
  await press('Look at it')(page);
};

const describeJane = (name: string) => async (page: Page) => {
  await describe('../totals/jane-2026-10.csv')(page);
  await page.getByLabel('What do you call this kind of file?').fill(name);
  await press('Remember it and go on')(page);
};

const fillPayment = (amount: string) => async (page: Page) => {
  await page.getByLabel('How much came in?', { exact: true }).fill(amount);
  await page.getByLabel('Co-envisioning session, 50 minutes').check();
  await press('Continue')(page);
};

/** A statement that does not add up, so that its page has something to explain. */
const stateOctober = async (page: Page) => {
  await page.getByLabel('Of which account?').selectOption({ label: 'Chequing' });
  await page.getByLabel('Its first day').fill('2026-10-01');
  await page.getByLabel('Its last day').fill('2026-10-31');
  await page.getByLabel('What stood on it before the first line').fill('1000.00');
  await page.getByLabel('What stood on it after the last line').fill('1.00');
  await press('Hold it against the lines')(page);
};

/** Of the public, and of those who are not signed in yet. */
export async function publicSights({ app, invitation, withCodes }: DemoLedger): Promise<Sight[]> {
  const [ledger, link] = [
    'Lantern Street Practice',
    await app
      .get(SetupLinks)
      .issue()
      .catch(() => 'none'),
  ];
  return [
    { name: 'front', title: ledger, at: '/' },
    { name: 'public', title: ledger, at: `/${slug}` },
    { name: 'public-promise', title: `The promise · ${ledger}`, at: `/${slug}/promise` },
    { name: 'public-month', title: `September 2026 · ${ledger}`, at: `/${slug}/months/2026-09` },
    { name: 'public-feedback', title: `Feedback · ${ledger}`, at: `/${slug}/feedback` },
    { name: 'public-feedback-faulty', title: `Error: Feedback · ${ledger}`, at: `/${slug}/feedback`, act: press('Send') },
    { name: 'public-feedback-thanks', title: `It arrived · ${ledger}`, at: `/${slug}/feedback/thanks` },
    { name: 'public-verify', title: 'Check a public log', at: `/${slug}/verify`, hasScript: true },
    { name: 'yours', title: `Yours · ${ledger}`, at: `/${slug}/yours` },
    { name: 'nothing-here', title: 'Not found', at: '/nobody' },
    { name: 'problems', title: 'Problems that the API tells of', at: '/docs/problems' },
    { name: 'sign-in', title: 'Sign in', at: '/console/sign-in', hasScript: true },
    { name: 'sign-in-faulty', title: 'Error: Sign in', at: '/console/sign-in', act: press('Sign in'), hasScript: true },
    {
      name: 'sign-in-code',
      title: 'One more step',
      at: '/console/sign-in',
      act: async (page) => {
        await page.getByLabel('Name you sign in with').fill(withCodes.name);
        await page.getByLabel('Password').fill(withCodes.password);
        await press('Sign in')(page);
      },
    },
    { name: 'invitation', title: `Invitation to ${ledger}`, at: `/console/invitation/${invitation}` },
    { name: 'setup-gone', title: 'This link is no longer good · Mutual-aid ledger', at: `/setup/${link}` },
  ];
}

export async function consoleSights({ app, payouts }: DemoLedger): Promise<Sight[]> {
  const ids = await idsOf(app);
  const at = (place: string): string => `/console/${slug}${place}`;
  const sight = (name: string, title: string, place: string, act?: Sight['act']): Sight => ({
    name,
    title: `${title} · Lantern Street Practice`,
    at: at(place),
    ...(act && { act }),
  });
  return [
    sight('today', 'Today', ''),
    sight('today-hidden', 'Today', '', press('Hide amounts', 'header')),
    sight('today-shown', 'Today', '', press('Show amounts', 'header')),
    sight('payments', 'Money in', '/payments'),
    sight('payments-month', 'Money in, October 2026', '/payments?month=2026-10'),
    sight('payment-new', 'Record a payment', '/payments/new', openAll),
    sight('payment-faulty', 'Error: Record a payment', '/payments/new', press('Continue')),
    sight('payment-check', 'Check before you record', '/payments/new', fillPayment('60.00')),
    sight('payment-alike', 'Is it the same one?', '/payments/new', async (page) => {
      for (const _ of [1, 2]) {
        await page.goto(at('/payments/new'));
        await fillPayment('187.00')(page);
        await press('Record it')(page);
      }
    }),
    sight('payment', 'A payment', `/payments/${ids.payment}`, openAll),
    sight('payment-refunded', 'A payment', `/payments/${ids.refunded}`, openAll),
    sight('payment-abroad', 'A payment', `/payments/${ids.abroad}`),
    sight('payment-correct', 'Correct a payment', `/payments/${ids.payment}/correct`),
    sight('payment-voided', 'A payment', `/payments/${ids.voided}`),
    sight('imports', 'Bring in a file', '/imports', openAll),
    sight('import-faulty', 'Error: Bring in a file', '/imports', bringIn('Chequing', 'paypal-2026-10-us.csv')),
    sight('import-bank', 'Look before it is recorded', '/imports', bringIn('Chequing', 'rbc-2026-10.csv')),
    sight('import-columns', 'What are its columns?', '/imports', describe('tangerine-2026-10.csv')),
    sight('import-columns-read', 'What are its columns?', '/imports', async (page) => {
      await describe('tangerine-2026-10.csv')(page);
      await press('See how it reads')(page);
    }),
    sight('import-done', 'Recorded', '/imports', async (page) => {
      await bringIn('Chequing', 'rbc-2026-10.csv')(page);
      await press('Record what is chosen')(page);
    }),
    sight('import-paypal', 'Look before it is recorded', '/imports', bringIn('PayPal', 'paypal-2026-10-us.csv')),
    sight('review', 'Lines left for another day', '/imports/review'),
    sight('line-parts', 'A line and its payments', '/imports/review', async (page) => {
      const line = page.locator('select[name=line]').first();
      await line.selectOption({ label: 'Several payments, or a part of one: say which next' });
      await press('Record what is chosen')(page);
      await openAll(page);
    }),
    sight('lines', 'Lines that were settled', '/imports/lines'),
    sight('lines-aside', 'Lines that were settled', '/imports/lines?that=dismissed'),
    sight('mappings', 'Files that you described', '/imports/mappings'),
    sight('totals', 'What Jane says', '/totals'),
    sight('import-totals-read', 'What are its columns?', '/imports', async (page) => {
      await describe('../totals/jane-2026-10.csv')(page);
      await press('See how it reads')(page);
    }),
    sight('import-totals', 'Look before it is kept', '/imports', describeJane('Jane')),
    sight('totals-compared', 'What Jane says', '/imports', async (page) => {
      await describeJane('Jane’s days')(page);
      await press('Keep them and compare')(page);
    }),
    sight('mail-inbox', 'Mails from Interac', '/imports/mails', openAll),
    sight('calls', 'Calls', '/calls', openAll),
    sight('calls-by-day', 'Calls', '/calls?order=by-day'),
    sight('call', 'A call', `/calls/${ids.call}`),
    sight('call-forget', 'Forget a person', `/calls/${ids.call}/forget`),
    sight('calls-away', 'Calls put away', '/calls/away'),
    sight('call-new', 'Note a call', '/calls/new', openAll),
    sight('call-faulty', 'Error: Note a call', '/calls/new', press('Note this call')),
    sight('payouts', 'Money out', '/payouts'),
    sight('payout-new', 'Send money', '/payouts/new'),
    sight('payout-new-for', 'Send money', `/payouts/new?call=${ids.call}`),
    sight('payout-check', 'Send money, check', `/payouts/new?call=${ids.call}`, async (page) => {
      await page.getByLabel('How much?', { exact: true }).fill('5.00');
      await press('Continue')(page);
    }),
    sight('share-out', 'Share out', '/payouts/share'),
    sight('share-out-check', 'Share out, check', '/payouts/share', press('Split it evenly')),
    sight('payout-to-approve', 'A payout, to approve', `/payouts/${ids.proposed}`),
    sight('payout-ready', 'A payout, approved, to be sent', `/payouts/${payouts.ready}`),
    sight('payout-held', 'A payout, in somebody’s hands', `/payouts/${payouts.held}`),
    sight('payout-card', 'A payout, in somebody’s hands', `/payouts/${payouts.held}`, press('Show the address again')),
    sight('payout-sent', 'A payout, sent', `/payouts/${payouts.sent}`, openAll),
    sight('payout-arrived', 'A payout, arrived', `/payouts/${ids.arrived}`),
    sight('payout-came-back', 'A payout, came back', `/payouts/${ids.returned}`),
    sight('payout-cancelled', 'A payout, not sent after all', `/payouts/${payouts.cancelled}`),
    sight('months', 'Months', '/months'),
    sight('months-day-noted', 'Months', '/months', press('Note it')),
    sight('statements', 'Statements', '/statements'),
    sight('statement-faulty', 'Error: Statements', '/statements', press('Hold it against the lines')),
    sight('statement-stated', 'Statements', '/statements', stateOctober),
    sight('statement', 'A statement', `/statements/${ids.bank}/CAD/2026-10-01/2026-10-31`),
    sight('month-running', 'November 2026', '/months/2026-11'),
    sight('month-ended', 'October 2026', '/months/2026-10'),
    sight('month-closed', 'September 2026', '/months/2026-09'),
    sight('month-report', 'September 2026', '/months/2026-09/report'),
    sight('promise', 'Promise', '/promise', openAll),
    sight('promise-preview', 'Promise', '/promise', press('See the last twelve months under it')),
    sight('promise-faulty', 'Error: Promise', '/promise', async (page) => {
      await page.getByLabel('What share do you redistribute?').fill('a fifth');
      await press('Adopt this version')(page);
    }),
    sight('public-side', 'Public', '/public', openAll),
    sight('feedback', 'Feedback', '/feedback'),
    sight('feedback-waiting', 'Feedback from somebody', `/feedback/${ids.feedback}`),
    sight('feedback-preview', 'Feedback from somebody', `/feedback/${ids.feedback}`, press('See how it will read')),
    sight('feedback-unread', 'Error: Feedback from somebody', `/feedback/${ids.feedback}`, async (page) => {
      await press('See how it will read')(page);
      await press('Publish it')(page);
    }),
    sight('feedback-published', 'Feedback from somebody', `/feedback/${ids.published}`, openAll),
    sight('settings', 'Settings', '/settings'),
    sight('sending', 'Sending', '/settings/sending', openAll),
    sight('held', 'Held', '/settings/held'),
    sight('in-doubt', 'What is not certain', '/payouts/in-doubt'),
    sight('offerings', 'Offerings', '/offerings'),
    sight('accounts', 'Accounts', '/accounts'),
    sight('mails', 'Mails', '/mails', openAll),
    sight('mails-set', 'Mails', '/mails', async (page) => {
      await page.getByLabel('At which address do e-Transfers reach you?').fill('money@practice.example');
      await press('Set it')(page);
      await openAll(page);
    }),
    sight('mails-secret', 'Mails', '/mails', press('Make a secret')),
    sight('account-paypal', 'Connect to PayPal', `/accounts/${ids.payPal}/paypal`),
    sight('opening', 'Before this ledger', '/opening'),
    sight('ahead', 'Out of your own pocket', '/ahead'),
    sight('people', 'People', '/people', openAll),
    sight('people-invited', 'People', '/people', press('Make a link')),
    sight('tokens', 'Tokens', '/tokens'),
    sight('token-made', 'Tokens', '/tokens', async (page) => {
      await page.getByLabel('What is it for?').fill('the bookkeeper’s script');
      await press('Make a token')(page);
    }),
    { name: 'confirm', title: 'Is it you?', at: '/console/confirm', hasScript: true },
    { name: 'confirm-faulty', title: 'Error: Is it you?', at: '/console/confirm', act: press('It is me'), hasScript: true },
    { name: 'account', title: 'How you sign in', at: '/console/account', hasScript: true },
    { name: 'account-codes', title: 'How you sign in', at: '/console/account', act: press('Set up codes'), hasScript: true },
    { name: 'sessions', title: 'Where you are signed in', at: '/console/sign-out' },
    { name: 'not-there', title: 'Not found · 404', at: at(`/payments/${ids.call}`) },
  ];
}

/** One of each kind that the demo's year holds. */
async function idsOf(app: NestFastifyApplication) {
  const one = async (sql: string): Promise<string> => {
    const [row] = await app.get(DataSource).query<{ id: string }[]>(`select ${sql} limit 1`);
    if (!row) throw new Error(`The demo holds none of: ${sql}`);
    return row.id;
  };
  return {
    payment: await one(`payment_id as id from payment where status = 'received' and method = 'paypal'`),
    refunded: await one(`payment_id as id from payment where status = 'refunded' or refunded_minor > 0`),
    bank: await one(`account_id as id from account where kind = 'bank' and name = 'Chequing'`),
    payPal: await one(`account_id as id from account where kind = 'paypal'`),
    voided: await one(`payment_id as id from payment where status = 'voided'`),
    abroad: await one(`payment_id as id from payment where currency = 'USD'`),
    call: await one(`call_id as id from call where status = 'open'`),
    feedback: await one(`feedback_id as id from feedback where status = 'private' and may_publish`),
    published: await one(`feedback_id as id from feedback where status = 'published'`),
    proposed: await one(`payout_id as id from payout where status = 'proposed'`),
    arrived: await one(`payout_id as id from payout where status = 'paid'`),
    returned: await one(`payout_id as id from payout where status = 'returned'`),
  };
}
