import { type TestProgram, newRequest, startProgram } from '../support/ledger.js';
import type { Browser } from './browser.js';
import { firstSteward } from './wizard.js';

const at = '/console/river/ahead';

describe('what she covers out of her own pocket, in the console', () => {
  let program: TestProgram;
  let ava: Browser;
  beforeAll(async () => {
    program = await startProgram();
    ava = await firstSteward(program);
  });
  afterAll(() => program.stop());

  it('is a credit or beyond the promise, as she says', async () => {
    expect((await ava.get('/console/river/settings')).text).toContain(`href="${at}"`);
    expect((await ava.get(at)).text).not.toContain('Take back what you covered');
    await ava.post(`${at}/cover`, { amount: '30.00', currency: 'CAD', as: 'credit', act: 'cover' }, newRequest());
    await ava.post(`${at}/cover`, { amount: '20.00', currency: 'CAD', as: 'for-good', act: 'cover' }, newRequest());
    const page = (await ava.get(at)).text;
    expect(page).toMatch(/\$30\.00[\s\S]*\$20\.00[\s\S]*\$50\.00/);
    const unsaid = await ava.post(`${at}/cover`, { amount: '1.00', currency: 'CAD', act: 'cover' });
    expect([unsaid.status, unsaid.text]).toEqual([400, expect.stringContaining('Say whether you take it back')]);
  });

  it('and the credit alone can be taken back, up to what it is', async () => {
    const above = await ava.post(`${at}/take-back`, { takenBack: '30.01', currency: 'CAD', act: 'take-back' }, newRequest());
    expect([above.status, above.text]).toEqual([409, expect.stringContaining('You are 30.00 CAD ahead.')]);
    const done = await ava.post(`${at}/take-back`, { takenBack: '30.00', currency: 'CAD', act: 'take-back' }, newRequest());
    expect(done.location).toBe(`${at}?done=noted`);
    const page = (await ava.get(at)).text;
    expect(page).toMatch(/\$0\.00[\s\S]*\$20\.00[\s\S]*\$20\.00/);
    expect(page).not.toContain('Take back what you covered');
  });
});
