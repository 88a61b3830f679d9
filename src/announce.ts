import type { AddressInfo } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Settings } from './settings.js';
import { browserAddress } from './web-address.js';

/** The one line that a start prints: where to open the browser. */
export async function announce(app: NestFastifyApplication, settings: Settings): Promise<string> {
  const { port } = app.getHttpServer().address() as AddressInfo;
  return `mutual-aid-ledger is ready: open ${browserAddress(settings, port)} in the browser.`;
}
