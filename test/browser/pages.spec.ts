import fs from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { describeInChromium } from '../support/chromium.js';
import { slug } from '../../src/demo/practice.js';
import { everyPageFrom, kindOf } from './crawl.js';
import { type DemoLedger, demoLedger } from './demo-ledger.js';
import { type Sight, consoleSights, publicSights } from './every-page.js';
import { type Host, hostOf, listenTo } from './host.js';

const axeSource = fs.readFileSync(path.join(__dirname, '../../node_modules/axe-core/axe.min.js'), 'utf8');
const guidelines = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'];
/** Rules whose answer depends on the colours; the others are asked in the light alone. */
const ofColour = ['color-contrast', 'link-in-text-block'];
const widths = [320, 1280] as const;
const schemes = ['light', 'dark'] as const;

/** A folder for a picture of each page; none is taken where none is named. */
const screens = process.env.SCREENS;

interface Axe {
  run(options: object): Promise<{ violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[] }>;
}

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

/** What is wrong with the page that stands open, narrow and wide, light and dark. */
async function faultsOf(page: Page, name: string): Promise<string[]> {
  const found: string[] = [];
  await page.evaluate(axeSource);
  for (const width of widths) {
    await page.setViewportSize({ width, height: 800 });
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (over > 0) found.push(`${name}, ${width} px wide: ${over} px stand out sideways`);
    for (const colorScheme of schemes) {
      await page.emulateMedia({ colorScheme });
      const rules = colorScheme === 'light' ? { type: 'tag', values: guidelines } : { type: 'rule', values: ofColour };
      const { violations } = await page.evaluate(
        (runOnly) => (globalThis as unknown as { axe: Axe }).axe.run({ runOnly, resultTypes: ['violations'] }),
        rules,
      );
      for (const { id, nodes } of violations) found.push(`${name}, ${width} px, ${colorScheme}: ${id} at ${nodes[0]!.html}`);
      if (screens) await page.screenshot({ path: path.join(screens, `${name}-${width}-${colorScheme}.png`), fullPage: true });
    }
  }
  return found;
}
