import type { Page } from 'playwright-core';
import { languagesOf } from '../../src/languages/languages.js';
import { Year } from '../public/year.js';
import { describeInChromium } from '../support/chromium.js';
import { type TestProgram, openTestLedger, startProgram } from '../support/ledger.js';
import { faultsOf } from './faults-of.js';
import { type Host, hostOf, listenTo } from './host.js';

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

  const paths = [
    '/river',
    '/river/promise',
    '/river/months/2026-01',
    '/river/feedback',
    '/river/feedback/thanks',
    '/river/yours',
    '/nobody',
  ];

  it.each(languagesOf('public').map(({ code, name }) => [name, code] as const))(
    'in %s is in order, narrow and wide, light and dark, and at twice the size',
    async (_, code) => {
      const window = await host.window({ locale: code });
      const page = await window.newPage();
      const { heard } = listenTo(page, host.at);
      const found: string[] = [];
      for (const at of paths) {
        await page.goto(at);
        expect([at, await page.locator('html').getAttribute('lang')]).toEqual([at, code]);
        found.push(...(await faultsOf(page, `${code}${at.replaceAll('/', '-')}`)));
        found.push(...(await standsOutAtTwiceTheSize(page)).map((each) => `${at}: ${each}`));
      }
      await window.close();
      expect([...found, ...heard.filter((words) => !/status of 404/.test(words))]).toEqual([]);
    },
    60_000,
  );

  it('a language is chosen by keyboard and link alone, and stays while one reads on', async () => {
    const window = await host.window({ javaScriptEnabled: false, locale: 'en-CA' });
    const page = await window.newPage();
    await page.goto('/river');
    await page.getByRole('link', { name: 'Français' }).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/river?lang=fr');
    await page.getByRole('link', { name: 'La promesse', exact: true }).click();
    expect([new URL(page.url()).pathname, await page.title()]).toEqual(['/river/promise', 'La promesse · River practice']);
    expect(await window.cookies()).toEqual([]);
    await window.close();
  });

  it('asks for the page and one sheet, sets no cookie, and is a few kilobytes', async () => {
    for (const { code } of languagesOf('public')) {
      const window = await host.window({ locale: code });
      const page = await window.newPage();
      const sizes: Promise<number>[] = [];
      page.on('requestfinished', (request) => {
        if (!request.url().startsWith('data:')) sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize));
      });
      await page.goto('/river', { waitUntil: 'networkidle' });
      const bytes = await Promise.all(sizes);
      expect([code, bytes.length, await window.cookies()]).toEqual([code, 2, []]);
      expect(bytes.reduce((sum, each) => sum + each, 0)).toBeLessThan(20_000);
      await window.close();
    }
  });

  it('prints a month’s statement on one page, in every language', async () => {
    for (const { code } of languagesOf('public')) {
      for (const format of ['A4', 'Letter'] as const) {
        const window = await host.window({ locale: code });
        const page = await window.newPage();
        await page.goto('/river/months/2026-02');
        const margin = { top: '15mm', bottom: '15mm', left: '15mm', right: '15mm' };
        const printed = (await page.pdf({ format, margin })).toString('latin1');
        expect([code, format, printed.match(/\/Type\s*\/Page\b(?!s)/g)?.length]).toEqual([code, format, 1]);
        await window.close();
      }
    }
  });

  it('moves nothing by itself where the reader asked for less motion', async () => {
    const window = await host.window({ reducedMotion: 'reduce' });
    const page = await window.newPage();
    await page.goto('/river');
    const moving = await page.evaluate(() => [
      getComputedStyle(document.documentElement).scrollBehavior,
      ...[...document.querySelectorAll('*')]
        .filter((each) => {
          const { transitionDuration, animationName } = getComputedStyle(each);
          return transitionDuration !== '0s' || animationName !== 'none';
        })
        .map((each) => each.tagName),
    ]);
    await window.close();
    expect(moving).toEqual(['auto']);
  });
});

/** Letters twice as large, on a screen half as wide as a desk's: 200 % zoom, and text enlarged by itself. */
async function standsOutAtTwiceTheSize(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const [how, width, size] of [
    ['zoomed', 640, ''],
    ['text alone', 1280, '225%'],
  ] as const) {
    await page.setViewportSize({ width, height: 600 });
    const over = await page.evaluate((fontSize) => {
      document.documentElement.style.fontSize = fontSize;
      return document.documentElement.scrollWidth - document.documentElement.clientWidth;
    }, size);
    if (over > 0) found.push(`at 200 %, ${how}: ${over} px stand out sideways`);
  }
  await page.evaluate(() => document.documentElement.removeAttribute('style'));
  return found;
}
