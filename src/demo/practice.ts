import type { INestApplicationContext } from '@nestjs/common';
import { HostSettings } from '../access/host-settings.js';
import { type Credentials, StewardAccounts } from '../access/steward-accounts.js';
import { StateOpeningBalance } from '../domain/fund.js';
import { ConfirmPublicAddress, OpenLedger } from '../domain/ledger.js';
import { money } from '../domain/money.js';
import { OpenAccount } from '../domain/observation.js';
import { DefineOffering } from '../domain/offering.js';
import { AdoptPledgePolicy } from '../domain/pledge.js';
import { newId } from '../event-store/ids.js';
import { CLOCK, type Clock } from '../event-store/tokens.js';
import { offeringPresets } from '../ledgers/offering-presets.queries.js';
import type { Accounts } from './money-in.js';
import { type Span, zone } from './span.js';
import { Steward, madeBy } from './steward.js';

/** Says on every page that nothing here is real; the host setting `banner` is present on a demo and nowhere else. */
export const practiceBanner = 'Practice data. Nothing here is real.';

/** Not a secret: it opens made-up books on the machine that made them. */
export const signIn: Credentials = { name: 'practice', password: 'made-up-books' };
export const slug = 'lantern-street';

const words =
  'A fifth of what people pay for co-envisioning sessions and for the group, tax included, is redistributed. It goes to individuals: ' +
  'disabled queer and trans Black and Indigenous people whose calls for mutual aid I come across on social media. Sessions have a lower ' +
  'and an upper band of prices, by social location, and everyone says for themselves which is theirs. Reduced-rate counselling stands ' +
  'outside this promise. Nobody is asked to prove a need, and nobody who is sent money is named here.';

/** The ledger as its first run leaves it: promise, offerings, accounts, opening balance, public address. */
export async function openPractice(app: INestApplicationContext, span: Span): Promise<{ steward: Steward; accounts: Accounts }> {
  const accounts = app.get(StewardAccounts, { strict: false });
  const account = await accounts.add(await accounts.prepare(signIn));
  await app.get(HostSettings, { strict: false }).set('banner', practiceBanner);

  const steward = new Steward(app, newId(app.get<Clock>(CLOCK)), `account:${account}`);
  const asked = () => steward.asked();
  await steward.send(new OpenLedger({ ...asked(), slug, name: 'Lantern Street Practice', zone, currency: 'CAD', steward: account }));
  await steward.send(
    new AdoptPledgePolicy({
      ...asked(),
      shareBp: 2000,
      base: 'gross',
      currencyRule: 'home',
      startsOn: span.firstDay,
      words,
    }),
  );
  for (const offering of offeringPresets().flatMap(({ offerings }) => offerings)) {
    await steward.send(new DefineOffering({ ...asked(), ...offering }));
  }
  await steward.send(new StateOpeningBalance({ ...asked(), owed: money(386_000n, 'CAD'), paid: money(271_500n, 'CAD') }));
  const open = async (name: string, kind: 'bank' | 'paypal') =>
    madeBy(await steward.send(new OpenAccount({ ...asked(), name, kind, currency: 'CAD' })), 'AccountOpened').data.account;
  const opened = { bank: await open('Chequing', 'bank'), paypal: await open('PayPal', 'paypal') };
  await steward.send(new ConfirmPublicAddress({ ...asked(), address: 'demo.ledger.example' }));
  return { steward, accounts: opened };
}
