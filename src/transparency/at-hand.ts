import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Editions } from './editions.js';

/**
 * Hands a ledger's page out before anything else of a request is looked at: no guard, pipe or handler has anything to say about
 * bytes that are public and printed already. What is not at hand goes the long way, and is at hand for the next reader.
 */
export function handOutPages(server: FastifyInstance, editions: Editions): void {
  server.addHook('onRequest', (request: FastifyRequest, reply: FastifyReply, done) => {
    const printed = request.routeOptions.url === '/:ledger' ? editions.atHand(ledgerOf(request))?.pages.get('figures') : undefined;
    if (printed) printed.send(request, reply);
    else done();
  });
}

const ledgerOf = ({ params }: FastifyRequest): string => (params as { ledger: string }).ledger;
