import { tmpdir } from 'node:os';
import path from 'node:path';
import { SetupLinks } from '../../src/access/setup-links.js';
import { type TestProgram, newRequest } from '../support/ledger.js';
import { Browser, passphrase } from './browser.js';

export { passphrase };

/** The five parts of the first page, filled in. */
export const wizard = {
  name: 'ava',
  password: passphrase,
  ledgerName: 'River practice',
  slug: 'river',
  currency: 'CAD',
  zone: 'America/Toronto',
  sharePercent: '20',
  base: 'gross',
  words: 'A fifth of what people pay is redistributed.',
  startsOn: '2026-01-01',
  offerings: 'co-envisioning',
  backupFolder: path.join(tmpdir(), 'mutual-aid-ledger-backup'),
};

export const setupPath = async ({ app }: TestProgram): Promise<string> => `/setup/${await app.get(SetupLinks).issue()}`;

/** The first steward, signed in after the first page. */
export async function firstSteward(program: TestProgram): Promise<Browser> {
  const browser = new Browser(program.app);
  const opened = await browser.post(await setupPath(program), wizard, 'open-the-ledger');
  if (opened.status !== 303) throw new Error(`The ledger was not opened: ${opened.status} ${opened.text}`);
  return browser;
}

/** The only account that this ledger watches, opened in the console. */
export async function watchedAccount(browser: Browser, source: 'bank' | 'paypal'): Promise<string> {
  const name = source === 'bank' ? 'Chequing' : 'PayPal';
  await browser.post('/console/river/accounts', { name, source, currency: 'CAD' }, newRequest());
  const [, account] = /name="account" value="([0-9a-f-]{36})"/.exec((await browser.get('/console/river/imports')).text) ?? [];
  if (!account) throw new Error('The account was not opened.');
  return account;
}
