import { Transform } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { invalid } from '../domain/refusal.js';

/** `?limit=50&after=…`: the cursor is opaque, taken from the `Link` header of the page before. */
export class PageQuery {
  @IsOptional()
  @Transform(({ value }) => (typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value))
  @IsInt()
  @Min(1)
  @Max(200)
  limit = 50;

  @IsOptional()
  @IsString()
  @MaxLength(200)
  after?: string;
}

export const cursorOf = (parts: readonly string[]): string => Buffer.from(JSON.stringify(parts)).toString('base64url');

/** @returns the parts, or undefined where no cursor was sent */
export function readCursor(after: string | undefined, length: number): readonly string[] | undefined {
  if (after === undefined) return undefined;
  try {
    const parts: unknown = JSON.parse(Buffer.from(after, 'base64url').toString());
    if (Array.isArray(parts) && parts.length === length && parts.every((part) => typeof part === 'string')) return parts as string[];
  } catch {
    // said below, with what to do
  }
  throw invalid('after', 'This is not a cursor of ours. Follow the link of the page before.');
}

/** A page's items under `items`, and the address of the next one in the `Link` header where there may be more. */
export function answerPage<T>(
  request: FastifyRequest,
  reply: FastifyReply,
  items: readonly T[],
  limit: number,
  cursor: (last: T) => readonly string[],
): { items: readonly T[] } {
  const last = items.at(-1);
  if (last !== undefined && items.length === limit) {
    const path = request.url.split('?')[0];
    void reply.header('Link', `<${path}?limit=${limit}&after=${cursorOf(cursor(last))}>; rel="next"`);
  }
  return { items };
}
