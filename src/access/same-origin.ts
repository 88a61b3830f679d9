import type { FastifyRequest } from 'fastify';

type Request = Pick<FastifyRequest, 'method' | 'headers' | 'protocol' | 'host'>;

const changesNothing = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * False for a request that could change something and was made by another site's page. Browsers say where a request comes
 * from in `Sec-Fetch-Site`, which no page can forge, and older ones in `Origin`.
 * @param withSession true when a session's cookie came along: then the browser must have said that it comes from here
 */
export function comesFromHere(request: Request, withSession: boolean, publicUrl?: string): boolean {
  if (changesNothing.has(request.method)) return true;
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const { origin } = request.headers;
  if (origin === undefined || origin === 'null') return !withSession;
  return ourOrigins(request, publicUrl).includes(origin);
}

/** Behind a proxy that is not trusted we are told http, while the browser speaks https with the same host. */
const ourOrigins = ({ protocol, host }: Request, publicUrl: string | undefined): (string | undefined)[] => [
  publicUrl,
  `${protocol}://${host}`,
  `https://${host}`,
];
