import type { Page } from 'playwright-core';

/** What one page showed: its words, those in its fields included, as they stand before a reader. */
export interface Seen {
  readonly path: string;
  readonly text: string;
}

/** One kind of page, whatever it speaks of: `/payments/:id`. */
export const kindOf = (path: string): string =>
  path
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ':id')
    .replace(/\d{4}-\d{2}/g, ':month')
    .replace(/\?.*/, '');

/**
 * Opens every page to which links lead from `starts`, one for each key; files to download and the API's description stay
 * shut.
 */
export async function everyPageFrom(page: Page, at: string, starts: readonly string[], keyOf = (path: string) => path): Promise<Seen[]> {
  const seen = new Map<string, Seen>();
  const ahead = [...starts];
  for (let path = ahead.shift(); path !== undefined; path = ahead.shift()) {
    if (seen.has(keyOf(path)) || /^\/docs|\.(csv|json|atom|journal|beancount)$/.test(path)) continue;
    await page.goto(path);
    if (await page.locator('.planted').count()) throw new Error(`An element came of what was typed, on ${path}.`);
    seen.set(keyOf(path), { path, text: await textOn(page) });
    const links = await page.locator('a[href]').evaluateAll((all) => all.map((each) => (each as HTMLAnchorElement).href));
    for (const link of links) if (link.startsWith(`${at}/`)) ahead.push(link.slice(at.length).replace(/#.*/, ''));
  }
  return [...seen.values()];
}

export async function textOn(page: Page): Promise<string> {
  const fields = await page.locator('input, textarea').evaluateAll((all) => all.map((each) => (each as HTMLInputElement).value));
  const folded = await page.locator('details:not([open])').evaluateAll((all) => all.map((each) => each.textContent ?? ''));
  return [await page.title(), await page.locator('body').innerText(), ...fields, ...folded].join('\n');
}
