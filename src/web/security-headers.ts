import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** Nothing may load but our stylesheet and pictures within the page; no script at all; forms go to us alone. */
const policy = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/** Pages that ask a device for a passkey run our one script, which speaks to this host alone. */
const policyOfPasskeys = `${policy}; script-src 'self'; connect-src 'self'`;

/** For such a page, over what every answer carries. */
export const letsRunPasskeys = (reply: FastifyReply): FastifyReply => reply.header('Content-Security-Policy', policyOfPasskeys);

/** The page of the API's description runs its own script and styles, from this host. */
const policyOfDocs =
  "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; " +
  "font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

const refused = 'accelerometer camera display-capture geolocation gyroscope magnetometer microphone midi payment usb browsing-topics';

const always: Readonly<Record<string, string>> = {
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Permissions-Policy': refused
    .split(' ')
    .map((feature) => `${feature}=()`)
    .join(', '),
};

/** Sets what every answer carries before it is written; a handler may set its own over it. */
export function securityHeaders(server: FastifyInstance): void {
  server.addHook('onRequest', async (request: FastifyRequest, reply: FastifyReply) => carry(request, reply));
}

export const pathOf = ({ url }: Pick<FastifyRequest, 'url'>): string => url.split('?', 1)[0] ?? '';

export function carry(request: FastifyRequest, reply: FastifyReply): void {
  const path = pathOf(request);
  reply.headers(always);
  reply.header('Content-Security-Policy', /^\/docs(\/|$)/.test(path) ? policyOfDocs : policy);
  // Feeds and the public log are made to be read from other places; pages of the console are not.
  reply.header('Cross-Origin-Resource-Policy', isConsole(path) ? 'same-origin' : 'cross-origin');
  if (request.protocol === 'https') reply.header('Strict-Transport-Security', 'max-age=31536000');
  if (isConsole(path)) reply.header('Cache-Control', 'no-store');
}

export const isConsole = (path: string): boolean => /^\/(console|setup|sign-in|sign-out|invitation)(\/|$)/.test(path);
