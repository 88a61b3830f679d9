import type { Message } from './message.js';
import { consoleEnglish } from './english-console.js';
import { publicEnglish } from './english-public.js';
import { verifyEnglish } from './english-verify.js';

/**
 * The program's own language. Its messages give the keys their types: what is not here cannot be said, and what it needs cannot be
 * left out. Every other language is one file under `config/languages`.
 */
export const english = { ...publicEnglish, ...verifyEnglish, ...consoleEnglish } as const satisfies Readonly<Record<string, Message>>;

export type English = typeof english;
export type Key = keyof English;

/** What a language is complete for: what the world reads, or all of it. */
export type Face = 'public' | 'console';

export const keysOf = (face: Face): readonly Key[] =>
  Object.keys(face === 'public' ? { ...publicEnglish, ...verifyEnglish } : english) as Key[];
