import type { FastifyInstance, FastifyRequest } from 'fastify';
import { formKeyName } from './form.js';

/**
 * A form and a program end up alike at the controller: a box left blank was not sent, and the form's hidden key stands where
 * a program would have put it, in the `Idempotency-Key` header.
 */
export function formBodies(server: FastifyInstance): void {
  server.addHook('preValidation', async (request: FastifyRequest) => {
    if (!isForm(request) || typeof request.body !== 'object' || request.body === null) return;
    const { [formKeyName]: key, ...fields } = request.body as Record<string, unknown>;
    if (typeof key === 'string' && key) request.headers['idempotency-key'] ??= key;
    request.body = withoutBlanks(fields);
  });
}

const isForm = ({ headers }: FastifyRequest): boolean =>
  (headers['content-type'] ?? '').toLowerCase().startsWith('application/x-www-form-urlencoded');

/** What was typed, without the boxes that were left blank. Passwords keep their blanks: they are part of them. */
export function withoutBlanks(fields: Record<string, unknown>): Record<string, unknown> {
  const sent = Object.entries(fields).filter(([, value]) => !(typeof value === 'string' && value.trim() === ''));
  return Object.fromEntries(sent);
}
