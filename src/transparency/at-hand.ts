import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { checkpointOf, type Edition, type Editions } from './editions.js';
import { sendCheckpoint, sendTile } from './log-answers.js';
import type { LogTiles } from './log-tiles.js';
import { readerWords } from '../web/reader-words.js';

/** Sends what is asked for, where it is at hand; says whether it did. */
type HandOut = (edition: Edition, request: FastifyRequest, reply: FastifyReply) => boolean;

/**
 * Hands a ledger's page, the head of its log and the tiles out before anything else of a request is looked at: no guard, pipe or
 * handler has anything to say about bytes that are public and made already. What is not at hand goes the long way, and is at hand
 * for the next reader.
 */
export function handOut(server: FastifyInstance, editions: Editions, tiles: LogTiles): void {
  const routes: Readonly<Record<string, HandOut>> = {
    '/:ledger': ({ pages }, request, reply) => {
      const printed = pages.get(`figures ${readerWords(request).name}`);
      printed?.send(request, reply);
      return printed !== undefined;
    },
    '/:ledger/log/checkpoint': (edition, _request, reply) => {
      const checkpoint = checkpointOf(edition, 1);
      return checkpoint !== undefined && sendCheckpoint(reply, checkpoint);
    },
    '/:ledger/log/tile/*': (edition, request, reply) => {
      const checkpoint = checkpointOf(edition, 1);
      const tile = checkpoint && tiles.held({ ledger: edition.ledger, log: 1 }, tileNamed(request), checkpoint.size);
      return tile !== undefined && sendTile(reply, tile);
    },
  };
  server.addHook('onRequest', (request: FastifyRequest, reply: FastifyReply, done) => {
    const handing = routes[request.routeOptions.url ?? ''];
    const edition = handing && editions.atHand((request.params as { ledger: string }).ledger);
    if (!edition || !handing(edition, request, reply)) done();
  });
}

/** `tile/0/x001/234`, as the folder of the log names it. */
export const tileNamed = ({ params }: FastifyRequest): string => `tile/${(params as Record<string, string>)['*'] ?? ''}`;
