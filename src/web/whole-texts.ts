import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor, NotFoundException } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import { invalid } from '../domain/refusal.js';

/**
 * Refuses, before any handler sees it, text that cannot be written down as it is: half of a character (a surrogate alone, which JSON
 * lets through and UTF-8 does not) and the character NUL, which PostgreSQL keeps in no text. An address with such a name leads nowhere.
 */
@Injectable()
export class WholeTexts implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType() === 'http') {
      const { body, query, params } = context.switchToHttp().getRequest<FastifyRequest>();
      if (brokenAt(params) !== undefined) throw new NotFoundException();
      for (const sent of [query, body]) {
        const broken = brokenAt(sent);
        if (broken !== undefined) throw invalid(broken, 'This holds half of a character, or one that cannot be kept. Type it anew.');
      }
    }
    return next.handle();
  }
}

/** The path of the first broken text; a name that is broken is told by what it stands in. */
export function brokenAt(sent: unknown): string | undefined {
  const left: (readonly [string, unknown])[] = [['', sent]];
  for (let at = left.pop(); at; at = left.pop()) {
    const [path, value] = at;
    if (typeof value === 'string' && !isWhole(value)) return path || 'text';
    if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) continue;
    for (const [name, each] of Object.entries(value)) {
      if (!isWhole(name)) return path || 'name';
      left.push([path ? `${path}.${name}` : name, each]);
    }
  }
  return undefined;
}

const isWhole = (text: string): boolean => !text.includes('\0') && !/\p{Surrogate}/u.test(text);
