import { randomInt } from 'node:crypto';
import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { InvalidInput, Refusal } from '../domain/refusal.js';
import { errorPage } from './error-page.js';
import { type Problem, problem, problemContentType } from './problem.js';
import { readerWords } from './reader-words.js';
import { carry, isConsole, pathOf } from './security-headers.js';
import { doesNotAnswer } from './unreachable.js';
import { wantsJson } from './wants-json.js';

/** Every "no", every fault and every bug, told once: a page for a person, problem+json for a program. */
@Catch()
export class ErrorsFilter implements ExceptionFilter {
  private readonly logger = new Logger('web');

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const told = this.tell(error, request);
    if (reply.sent) return;
    answer(told, request, reply);
  }

  private tell(error: unknown, request: FastifyRequest): Problem {
    if (error instanceof Refusal) return problem(409, { code: error.code, detail: error.message });
    if (error instanceof InvalidInput) {
      return problem(400, { detail: error.faults.map(({ says }) => says).join(' '), errors: error.faults });
    }
    if (isUnknownOutcome(error)) return problem(503, { code: 'outcome-unknown', detail: error.message });
    if (isInterrupted(error)) return problem(503, { code: 'import-interrupted', detail: error.message });
    if (isTooBusy(error)) return problem(503, { detail: error.message });
    if (isJournalUnwritable(error)) {
      this.logger.error(error.message);
      return problem(503, { code: 'journal-not-writable', detail: error.message });
    }
    if (isOutOfReach(error)) {
      this.logger.warn(`A dependency does not answer: ${nameOf(error)}.`);
      return problem(503);
    }
    const status = statusOf(error);
    if (status !== undefined && status < 500) return problem(status, { detail: sentenceOf(error as Error) });
    if (status === 503) return problem(503);
    const reference = newReference();
    this.logger.error(`${reference} ${request.method} ${request.routeOptions?.url ?? ''} ${nameOf(error)}`, framesOf(error));
    return problem(status ?? 500, { reference });
  }
}

/** An address that cannot be decoded reaches no route, so neither hook nor filter sees it: the server asks here. */
export function unreadableAddress(_: Error, request: FastifyRequest, reply: FastifyReply): void {
  carry(request, reply);
  answer(problem(400, { detail: 'This address cannot be read. Check how it is written, or start from the front page.' }), request, reply);
}

function answer(told: Problem, request: FastifyRequest, reply: FastifyReply): void {
  if (told.status === 503) reply.header('Retry-After', '5');
  if (told.reference !== undefined) reply.header('Request-Id', told.reference);
  if (told.status === 401) reply.header('WWW-Authenticate', 'Bearer');
  reply.header('Cache-Control', 'no-store').code(told.status);
  if (wantsJson(request)) reply.type(problemContentType).send(JSON.stringify(told));
  else
    reply.type('text/html; charset=utf-8').send(errorPage(told, readerWords(request, isConsole(pathOf(request)) ? 'console' : 'public')));
}

/** The books may or may not hold it; its sentence carries the key with which to ask again. Known by name: it is the event store's. */
const isUnknownOutcome = (error: unknown): error is Error => error instanceof Error && error.name === 'OutcomeUnknown';

/** In the middle of a long file: its sentence says what stands, and how to go on. Known by name: it is reconciliation's. */
const isInterrupted = (error: unknown): error is Error => error instanceof Error && error.name === 'ImportInterrupted';

/** Too many commands wait. Nothing of this one was recorded, and its sentence says so. */
const isTooBusy = (error: unknown): error is Error => error instanceof Error && error.name === 'StoreBusy';

/** What had to be written first could not be: its sentence says that nothing was done, and who mends it. Known by name: it is safekeeping's. */
const isJournalUnwritable = (error: unknown): error is Error => error instanceof Error && error.name === 'JournalUnwritable';

/** The event store has looked already why it cannot reach the database, and knows more reasons than can be seen from here. */
const isOutOfReach = (error: unknown): boolean => (error as Error | null)?.name === 'StoreUnavailable' || doesNotAnswer(error);

/** Nest's own exceptions say their status; so do Fastify's, for a body that is too large or is no JSON. */
function statusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  const { statusCode, code } = error as { statusCode?: unknown; code?: unknown };
  const isFastify = typeof code === 'string' && code.startsWith('FST_') && typeof statusCode === 'number';
  return isFastify ? (statusCode as number) : undefined;
}

/** A sentence of ours ends with a full stop; a framework's does not, and says nothing to a person. */
function sentenceOf({ message }: Error): string | undefined {
  return /^[A-Z“"].*\.$/s.test(message) && !message.startsWith('Cannot ') ? message : undefined;
}

const nameOf = (error: unknown): string => {
  const { name = typeof error, code } = (error ?? {}) as { name?: string; code?: unknown };
  return typeof code === 'string' || typeof code === 'number' ? `${name} ${code}` : name;
};

/** Where it broke, without the message: a message may quote what a person typed. */
const framesOf = (error: unknown): string =>
  error instanceof Error
    ? (error.stack ?? '')
        .split('\n')
        .filter((line) => /^\s+at /.test(line))
        .join('\n')
    : '';

/** Six characters that read aloud well: no I, L, O or U. */
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const newReference = (): string => Array.from({ length: 6 }, () => letters[randomInt(letters.length)]).join('');
