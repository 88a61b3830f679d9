import type { FastifyRequest } from 'fastify';

type Request = Pick<FastifyRequest, 'url' | 'headers'>;

/** A program asks: by its address, by what it accepts, or by what it sent. A person's browser gets a page. */
export function wantsJson({ url, headers }: Request): boolean {
  const path = url.split('?', 1)[0] ?? '';
  if (/^\/(api|webhooks|docs-json|healthz|readyz|metrics)(\/|$)/.test(path) || path.endsWith('.json')) return true;
  const accepts = headers.accept ?? '';
  if (accepts.includes('text/html')) return false;
  return /application\/([a-z.]+\+)?json/.test(accepts) || (headers['content-type'] ?? '').includes('application/json');
}
