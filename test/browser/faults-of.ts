import fs from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';

const axeSource = fs.readFileSync(path.join(__dirname, '../../node_modules/axe-core/axe.min.js'), 'utf8');
const guidelines = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'];
/** Rules whose answer depends on the colours; the others are asked in the light alone. */
const ofColour = ['color-contrast', 'link-in-text-block'];
export const widths = [320, 1280] as const;
export const schemes = ['light', 'dark'] as const;

/** A folder for a picture of each page; none is taken where none is named. */
export const screens = process.env.SCREENS;

interface Axe {
  run(options: object): Promise<{ violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[] }>;
}

/** What is wrong with the page that stands open, narrow and wide, light and dark. */
export async function faultsOf(page: Page, name: string): Promise<string[]> {
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
