import type { Message } from './message.js';
import { answersEnglish } from './english-answers.js';
import { consoleEnglish } from './english-console.js';
import { publicEnglish } from './english-public.js';
import { verifyEnglish } from './english-verify.js';

/** Whatever the world reads. Every language that is offered has all of it. */
const readByTheWorld = { ...publicEnglish, ...answersEnglish, ...verifyEnglish } as const;

/**
 * The program's own language. Its messages give the keys their types: what is not here cannot be said, and what it needs cannot be
 * left out. Every other language is one file under `config/languages`.
 */
export const english = { ...readByTheWorld, ...consoleEnglish } as const satisfies Readonly<Record<string, Message>>;

export type English = typeof english;
export type Key = keyof English;

/** What a language is complete for: what the world reads, or all of it. */
export type Face = 'public' | 'console';

export const keysOf = (face: Face): readonly Key[] => Object.keys(face === 'public' ? readByTheWorld : english) as Key[];
