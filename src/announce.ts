import type { AddressInfo } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SetupLinks, setupLinkMinutes } from './access/setup-links.js';
import type { Settings } from './settings.js';
import { browserAddress } from './web-address.js';

/** What a start prints: one line that says where to open the browser, and until a ledger is open one with the link to open it. */
export async function announce(app: NestFastifyApplication, settings: Settings): Promise<string> {
  const { port } = app.getHttpServer().address() as AddressInfo;
  const address = browserAddress(settings, port);
  const ready = `mutual-aid-ledger is ready: open ${address} in the browser.`;
  const links = app.get(SetupLinks);
  if (!(await links.isNeeded())) return ready;
  const link = `${address}/setup/${await links.issue()}`;
  return `${ready}\nOpen your ledger: ${link} (good once, for ${setupLinkMinutes} minutes; for another one: npm run cli -- setup-link)`;
}
