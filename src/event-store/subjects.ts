import { isSealed } from '../domain/sealed.js';

/** What every canonical text with a sealed field in it says somewhere: most hold none, and need not be looked through. */
const sign = '"sealed":"v1"';

/** Adds whose sealed fields a payload holds, so that erasure finds the fingerprint of the request behind it. @param text the same, canonical */
export function addSubjects(subjects: Set<string>, payload: unknown, text: string): void {
  if (text.includes(sign)) look(subjects, payload);
}

function look(subjects: Set<string>, value: unknown): void {
  if (isSealed(value)) subjects.add(value.subject);
  else if (typeof value === 'object' && value !== null) for (const key in value) look(subjects, (value as Record<string, unknown>)[key]);
}
