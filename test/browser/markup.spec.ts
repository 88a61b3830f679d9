import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { SetupLinks } from '../../src/access/setup-links.js';
import { describeInChromium } from '../support/chromium.js';
import { type TestProgram, startProgram } from '../support/ledger.js';
import { type Seen, everyPageFrom, textOn } from './crawl.js';
import { type Host, hostOf } from './host.js';

/** Would become an element, end an attribute or break a sentence, wherever it were shown as anything but text. */
const planted = (where: string): string => `"'><i class="planted">${where}</i>&lt;`;
const console_ = '/console/river';

describeInChromium('markup typed into a field of the console', () => {
  let program: TestProgram;
  let host: Host;
  let page: Page;
  const seen: Seen[] = [];
  beforeAll(async () => {
    program = await startProgram('2026-11-02T15:00:00Z');
    host = await hostOf(program.app);
    page = await (await host.window()).newPage();
  });
  afterAll(async () => {
    await host?.close();
    await program?.stop();
  });

  const type = async (fields: Readonly<Record<string, string>>): Promise<void> => {
    for (const [name, text] of Object.entries(fields)) await page.locator(`[name="${name}"]:not([type=hidden])`).first().fill(text);
  };
  const press = async (name: string): Promise<void> => {
    const loaded = page.waitForEvent('load');
    await page.locator('main').getByRole('button', { name }).first().click();
    await loaded;
    seen.push({ path: `after ${name}`, text: await textOn(page) });
    if (await page.locator('.planted').count()) throw new Error(`An element came of it, after “${name}”.`);
  };
  /** Where each planted text was read. */
  const readAt = (where: string): string[] => seen.filter(({ text }) => text.includes(planted(where))).map(({ path }) => path);

  it('is text on the page that refuses it, still in its field', async () => {
    await page.goto(`/setup/${await program.app.get(SetupLinks).issue()}`);
    const wrong = Object.fromEntries(
      ['name', 'slug', 'ledgerName', 'sharePercent', 'words', 'startsOn', 'backupFolder'].map((name) => [name, planted(name)]),
    );
    await type(wrong);
    await press('Open the ledger');
    expect(await page.title()).toMatch(/^Error/);
    for (const [name, text] of Object.entries(wrong)) expect(await page.locator(`[name="${name}"]`).inputValue()).toBe(text);
  });

  it('is recorded as it was typed', async () => {
    await type({
      name: 'ava',
      password: 'four words make a password',
      slug: 'river',
      sharePercent: '20',
      startsOn: '2026-10-01',
      backupFolder: path.join(tmpdir(), 'mutual-aid-ledger-backup'),
    });
    await press('Open the ledger');
    await page.goto(`${console_}/offerings`);
    await type({ offering: 'markup', name: planted('offering') });
    await press('Define it');
    await page.goto(`${console_}/accounts`);
    await type({ name: planted('account') });
    await press('Add it');
    await page.goto(`${console_}/tokens`);
    await type({ name: planted('token') });
    await press('Make a token');
    await page.goto(`${console_}/payments/new`);
    await page.getByLabel(planted('offering')).check();
    await page.locator('summary', { hasText: 'More' }).click();
    await type({ amount: '200.00', payer: planted('payer'), reference: planted('reference') });
    await press('Continue');
    await press('Record it');
  });

  it('is sent money by as it was typed', async () => {
    await page.goto(`${console_}/calls/new`);
    await page.locator('summary', { hasText: 'A name for the transfer' }).click();
    await type({ link: `https://social.example/${planted('link')}`, address: planted('address'), payee: planted('payee') });
    await page.getByLabel('This call fits the promise').check();
    await press('Note this call');
    await page.getByRole('link', { name: 'Send money for' }).click();
    await type({ amount: '40.00' });
    await press('Continue');
    await press('Propose it');
    await press('Approve it');
    const card = page.getByRole('button', { name: 'Show the address' });
    for (let tries = 0; tries < 60 && !(await card.count()); tries += 1) {
      await pause(150);
      await page.reload();
    }
    await press('Show the address');
    await type({ reference: planted('sent') });
    await press('I sent it');
  });

  it('is text on every page, of the console and of the public, that shows it', async () => {
    seen.push(...(await everyPageFrom(page, host.at, [console_, '/river'])));
    const payment = expect.stringMatching(/payments\/[0-9a-f-]{36}$/);
    const payout = expect.stringMatching(/payouts\/[0-9a-f-]{36}$/);
    expect(readAt('ledgerName')).toEqual(
      expect.arrayContaining([console_, `${console_}/months/2026-11/report`, '/river', '/river/promise']),
    );
    expect(readAt('words')).toEqual(expect.arrayContaining([`${console_}/promise`, '/river', '/river/promise']));
    expect(readAt('offering')).toEqual(
      expect.arrayContaining([`${console_}/offerings`, `${console_}/payments`, `${console_}/payments/new`, payment]),
    );
    expect(readAt('account')).toEqual(expect.arrayContaining([`${console_}/accounts`, `${console_}/imports`]));
    expect(readAt('token')).toEqual(expect.arrayContaining([`${console_}/tokens`]));
    for (const where of ['payer', 'reference']) expect(readAt(where)).toEqual(expect.arrayContaining([payment]));
    for (const where of ['address', 'payee']) expect(readAt(where)).toEqual(['after Show the address']);
    expect(readAt('sent')).toEqual(expect.arrayContaining([payout]));
    expect(seen.length).toBeGreaterThan(30);
  });
});
