import type { FastifyInstance } from 'fastify';
import { forARequest } from '../database/rows-in-sight.js';

/** Once the body is read, since reading it begins anew in nobody's name; and before the guard, who says which ledger it is for. */
export function requestSight(server: FastifyInstance): void {
  server.addHook('preHandler', (_request, _reply, goOn) => forARequest(goOn));
}
