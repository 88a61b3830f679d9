import type { FastifyRequest } from 'fastify';
import type { Site } from './passkeys.js';

/** As the person's browser names this host. */
export function siteOf({ protocol, host }: Pick<FastifyRequest, 'protocol' | 'host'>, publicUrl?: string): Site {
  const { hostname, origin } = new URL(publicUrl ?? `${protocol}://${host}`);
  return { name: hostname, origin };
}
