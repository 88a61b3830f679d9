import { Year } from '../public/year.js';
import { describeInChromium } from '../support/chromium.js';
import { type TestProgram, openTestLedger, startProgram } from '../support/ledger.js';
import { type Host, hostOf } from './host.js';

describeInChromium('what the world is shown', () => {
  let program: TestProgram;
  let host: Host;
  beforeAll(async () => {
    program = await startProgram('2026-01-05T15:00:00Z');
    const year = new Year(program, await openTestLedger(program));
    await year.confirmAddress();
    await year.people();
    for (const month of ['2026-01', '2026-02'] as const) {
      await year.moneyIn(month);
      await year.moneyOut(month, 3000n);
    }
    await year.publish('2026-01');
    await year.publish('2026-02');
    host = await hostOf(program.app);
  });
  afterAll(async () => {
    await host?.close();
    await program?.stop();
  });

  it('with images, styles and script off, answers in order what a reader asks', async () => {
    const window = await host.window({ javaScriptEnabled: false });
    const page = await window.newPage();
    const kinds: string[] = [];
    await page.route('**', (route) => {
      kinds.push(route.request().resourceType());
      return route.request().resourceType() === 'document' ? route.continue() : route.abort();
    });
    await page.goto('/river');
    const text = (await page.locator('body').innerText()).replace(/\s+/g, ' ');
    const answers = [
      '20 % of what people pay is redistributed',
      'Promised $480.00',
      'Passed on $360.00',
      'Still waiting $120.00',
      'As published on',
      'A fifth of what people pay is redistributed.',
      'Money was passed on in 2 of 2 months, January 2026 to February 2026',
      'How it is worked out',
      'Someone pays $200.00',
      'in force from 1 January 2026',
      'What this page cannot prove',
      'It can’t prove that a person received money.',
    ];
    const at = answers.map((answer) => text.indexOf(answer));
    expect(answers.filter((_, index) => at[index] === -1)).toEqual([]);
    expect(at).toEqual([...at].sort((one, other) => one - other));
    expect(new Set(kinds).has('script')).toBe(false);
    await window.close();
  });
});
