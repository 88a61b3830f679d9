import fs from 'node:fs';
import { describeInChromium } from '../support/chromium.js';
import { slug } from '../../src/demo/practice.js';
import { everyPageFrom, kindOf } from './crawl.js';
import { type DemoLedger, demoLedger } from './demo-ledger.js';
import { type Sight, consoleSights, publicSights } from './every-page.js';
import { type Host, hostOf, listenTo } from './host.js';
import { faultsOf, screens, widths } from './faults-of.js';

describeInChromium('every page, in a real browser', () => {
  let demo: DemoLedger;
  let host: Host;
  beforeAll(async () => {
    demo = await demoLedger();
    host = await hostOf(demo.app);
    if (screens) fs.mkdirSync(screens, { recursive: true });
  });
  afterAll(async () => {
    await host?.close();
    await demo?.app.close();
  });

  it('of the public is in order', () => lookAtAll(() => publicSights(demo)));
  it('of the console is in order', () => lookAtAll(() => consoleSights(demo), demo.account), 150_000);

  it('of the console and the public stands in the list: no link leads to one that was forgotten', async () => {
    const window = await host.window({ as: demo.account });
    const listed = new Set([...(await publicSights(demo)), ...(await consoleSights(demo))].map(({ at }) => kindOf(at)));
    const led = await everyPageFrom(await window.newPage(), host.at, [`/console/${slug}`, '/'], kindOf);
    await window.close();
    expect(led.map(({ path }) => kindOf(path)).filter((kind) => !listed.has(kind))).toEqual([]);
    expect(led.length).toBeGreaterThan(25);
  });

  it('with faults is found out', async () => {
    const window = await host.window();
    const page = await window.newPage();
    await page.setContent('<p style="width:2000px;color:#aaa;background:#fff">pale and wide</p><img src="data:,">');
    const found = (await faultsOf(page, 'a bad page')).join('\n');
    await window.close();
    for (const fault of [/320 px wide: .* stand out sideways/, /dark: color-contrast/, /image-alt/, /html-has-lang/])
      expect(found).toMatch(fault);
  });

  async function lookAtAll(sights: () => Promise<Sight[]>, as?: string): Promise<void> {
    const window = await host.window({ ...(as && { as }) });
    const page = await window.newPage();
    const found: string[] = [];
    for (const sight of await sights()) {
      const { heard } = listenTo(page, host.at);
      await page.setViewportSize({ width: widths[0], height: 800 });
      await page.goto(sight.at);
      await sight.act?.(page).catch((error: Error) => found.push(`${sight.name}: ${error.message}`));
      if ((await page.title()) !== sight.title) found.push(`${sight.name}: is titled “${await page.title()}”`);
      if (!sight.hasScript && (await page.evaluate(() => document.scripts.length))) found.push(`${sight.name}: has a script`);
      found.push(...(await faultsOf(page, sight.name)));
      found.push(
        ...heard.filter((words) => !/the server responded with a status of 4/.test(words)).map((words) => `${sight.name}: ${words}`),
      );
      page.removeAllListeners();
    }
    await window.close();
    expect(found).toEqual([]);
  }
});
