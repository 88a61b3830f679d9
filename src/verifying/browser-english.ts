import { verifyEnglish } from '../languages/english-verify.js';

/** What the page carries of the languages in place of all that the program says: its own messages. */
export const english = verifyEnglish;
export const keysOf = (): readonly string[] => [];
