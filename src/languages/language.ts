import { type Face, type Key, english, keysOf } from './english.js';
import type { Message } from './message.js';

/** One language, as its file says it. */
export interface Language {
  /** `fr`, as in `<html lang>` and `?lang=`. */
  readonly code: string;
  /** By itself: `Français`. */
  readonly name: string;
  /** Whose numbers and ways of counting it uses: `fr-CA`. */
  readonly numbers: string;
  /** Whose days it writes: `en-GB` says 4 October 2026 where `en-CA` says October 4. */
  readonly days: string;
  /** The first of a month where it is said otherwise than the others: `1er`. */
  readonly first?: string;
  /** Of these faces it has every message. */
  readonly faces: readonly Face[];
  readonly messages: Readonly<Partial<Record<Key, Message>>>;
}

export const inEnglish: Language = {
  code: 'en',
  name: 'English',
  numbers: 'en-CA',
  days: 'en-GB',
  faces: ['public', 'console'],
  messages: english,
};

/** @throws Error naming the file and what is wrong in it */
export function readLanguage(text: string, file: string): Language {
  const written = JSON.parse(text) as Omit<Language, 'code'>;
  const code = file.replace(/\.json$/, '');
  for (const member of ['name', 'numbers', 'days', 'faces', 'messages'] as const)
    if (written[member] === undefined) throw new Error(`config/languages/${file} does not say "${member}".`);
  const faces = written.faces.filter((face) => keysOf(face).every((key) => written.messages[key] !== undefined));
  return { ...written, code, faces };
}
