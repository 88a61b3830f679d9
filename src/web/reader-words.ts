import type { FastifyRequest } from 'fastify';
import { wordsAsked } from '../languages/asked-language.js';
import type { Face } from '../languages/english.js';
import type { Words } from '../languages/words.js';

/** In which language somebody reads: by the link that led here, else as their browser says, as far as we have it for what they read. */
export const readerWords = ({ query, headers }: Pick<FastifyRequest, 'query' | 'headers'>, face: Face = 'public'): Words =>
  wordsAsked(face, (query as Readonly<Record<string, unknown>> | undefined)?.lang, headers['accept-language']);
