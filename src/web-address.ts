import { createServer } from 'node:net';
import type { Settings } from './settings.js';
import { StartError, codeOf } from './start-error.js';

type Address = Pick<Settings, 'host' | 'port'>;

/** Asks for the port before anything is started, so that a second start by mistake stirs nothing. */
export async function refuseTakenPort(address: Address): Promise<void> {
  const server = createServer();
  try {
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(address.port, address.host, resolve));
  } catch (error) {
    throw whyNotListening(address, error);
  } finally {
    server.close();
  }
}

/** One sentence for each way in which the system keeps us from listening. */
export function whyNotListening({ host, port }: Address, error: unknown): unknown {
  switch (codeOf(error)) {
    case 'EADDRINUSE':
      return new StartError(`Port ${port} on ${host} is in use: stop the program that holds it, or set PORT to another.`);
    case 'EACCES':
      return new StartError(`Port ${port} may only be opened by root: set PORT to one above 1023.`);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new StartError(`HOST is ${host}, which is no address of this machine: set it to 127.0.0.1, or to 0.0.0.0 for all of them.`);
    default:
      return error;
  }
}

/** What to type into the browser on this machine. */
export function browserAddress({ host, publicUrl }: Pick<Settings, 'host' | 'publicUrl'>, port: number): string {
  if (publicUrl) return publicUrl;
  const name = ['0.0.0.0', '::'].includes(host) ? 'localhost' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}
