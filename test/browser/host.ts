import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { Sessions } from '../../src/access/sessions.js';
import { launchChromium } from '../support/chromium.js';

/** The program at a real address with a real browser before it. */
export interface Host {
  readonly at: string;
  readonly browser: Browser;
  /** A browser window of its own; signed in where an account is given. */
  window(options?: BrowserContextOptions & { readonly as?: string }): Promise<BrowserContext>;
  close(): Promise<void>;
}

export async function hostOf(app: NestFastifyApplication): Promise<Host> {
  if (!app.getHttpServer().listening) await app.listen(0, '127.0.0.1');
  const at = (await app.getUrl()).replace('[::1]', '127.0.0.1');
  const browser = await launchChromium();
  return {
    at,
    browser,
    async window({ as, ...options } = {}) {
      const context = await browser.newContext({ baseURL: at, ...options });
      context.setDefaultTimeout(10_000);
      if (as)
        await context.addCookies([
          { name: 'mal_session', value: await app.get(Sessions).begin(as), url: at, httpOnly: true, sameSite: 'Lax' },
        ]);
      return context;
    },
    close: () => browser.close(),
  };
}

/** What a page asked of other hosts, what its policy refused and what it complained about; gathered from now on. */
export function listenTo(page: Page, at: string): { readonly heard: string[] } {
  const heard: string[] = [];
  page.on(
    'request',
    (request) => !/^(data|about):/.test(request.url()) && !request.url().startsWith(at) && heard.push(`asked ${request.url()}`),
  );
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && heard.push(message.text()));
  page.on('pageerror', (error) => heard.push(error.message));
  return { heard };
}
