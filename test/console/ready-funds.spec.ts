import { LogCall } from '../../src/domain/call.js';
import { AdvanceFund } from '../../src/domain/fund.js';
import { AdoptPledgePolicy } from '../../src/domain/pledge.js';
import { Ledgers } from '../../src/ledgers/ledgers.queries.js';
import { cash } from '../support/given.js';
import { type TestProgram, newRequest, startProgram } from '../support/ledger.js';
import type { Browser } from './browser.js';
import { firstSteward } from './wizard.js';

const forms = ['/console/river/payouts/new', '/console/river/payouts/share'];
const heard = (text: string) => text.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
const offered = (text: string) => {
  const [, box = ''] = /<select[^>]*name="currency"[^>]*>(.*?)<\/select>/s.exec(text) ?? [];
  const options = [...box.matchAll(/<option[^>]*value="([A-Z]{3})"/g)].map(([, currency]) => currency);
  return options.length > 0 ? options : [...text.matchAll(/name="currency"[^>]*value="([A-Z]{3})"/g)].map(([, currency]) => currency);
};

describe('A promise that is kept in the currency of each payment', () => {
  let program: TestProgram;
  let ava: Browser;
  let ledger: string;
  const asked = () => ({ ledger, by: 'account:test', request: newRequest() });

  beforeEach(async () => {
    program = await startProgram('2026-11-02T15:00:00Z', { queueConcurrency: 0 });
    ava = await firstSteward(program);
    ledger = (await program.app.get(Ledgers).bySlug('river'))!.ledgerId;
    const words = 'A fifth of what people pay is redistributed.';
    await program.send(
      new AdoptPledgePolicy({ ...asked(), shareBp: 2000, base: 'gross', currencyRule: 'own', startsOn: '2026-11-02', words }),
    );
    await program.send(new LogCall({ ...asked(), rail: 'interac', address: 'person@example.org', fitsThePromise: true }));
  });
  afterEach(() => program.stop());

  it('offers the ledger’s own currency on every form, even before anything came in', async () => {
    for (const form of forms) expect([form, offered((await ava.get(form)).text)]).toEqual([form, ['CAD']]);
  });

  it('offers each other currency beside it, with what is ready in it, alike on every form', async () => {
    await program.send(new AdvanceFund({ ...asked(), amount: cash('40.00 USD') }));
    for (const form of forms) {
      const { text } = await ava.get(form);
      expect([form, offered(text).toSorted()]).toEqual([form, ['CAD', 'USD']]);
      expect(heard(text)).toMatch(/40\.00 USD ready|40\.00 USD is ready/);
    }
  });
});
