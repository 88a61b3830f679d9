import { Memberships } from '../../src/access/memberships.js';
import { StewardAccounts } from '../../src/access/steward-accounts.js';
import type { Role } from '../../src/domain/ledger.js';
import { type TestProgram, newRequest } from '../support/ledger.js';
import { Browser } from './browser.js';
import { passphrase } from './wizard.js';

/** Another person with a role in the ledger, signed in, in a browser of their own. */
export async function memberOf({ app }: TestProgram, ledger: string, name: string, role: Role): Promise<Browser> {
  const accounts = app.get(StewardAccounts);
  const steward = await accounts.add(await accounts.prepare({ name, password: passphrase }));
  await app.get(Memberships).change({ ledger, by: 'test', request: newRequest(), steward, role });
  const browser = new Browser(app);
  const { status } = await browser.post('/console/sign-in', { name, password: passphrase });
  if (status !== 303) throw new Error(`${name} could not sign in: ${status}`);
  return browser;
}
