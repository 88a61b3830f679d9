import { type ExecutionContext, createParamDecorator } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { v7 } from 'uuid';
import { invalid } from '../domain/refusal.js';

/**
 * The id under which a request may be sent again: the `Idempotency-Key` header (a form's hidden key stands there too), or a
 * new one where none was sent. 1 to 255 visible characters.
 */
export const RequestKey = createParamDecorator((_: unknown, context: ExecutionContext): string =>
  requestKeyOf(context.switchToHttp().getRequest<FastifyRequest>()),
);

export function requestKeyOf({ headers }: FastifyRequest): string {
  const sent = headers['idempotency-key'];
  if (sent === undefined) return v7();
  const key = Array.isArray(sent) ? sent.join() : sent;
  if (!/^[\x21-\x7e]{1,255}$/.test(key))
    throw invalid('Idempotency-Key', 'Send 1 to 255 visible characters, the same again for the same request.');
  return key;
}
