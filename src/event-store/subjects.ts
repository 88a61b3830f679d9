import { isSealed } from '../domain/sealed.js';
import type { RecordedEvent } from './recorded.js';

/** Whose sealed fields the events hold, so that erasure finds the fingerprints of the requests behind them. */
export function subjectsOf(events: readonly RecordedEvent[]): string[] {
  const subjects = new Set<string>();
  const look = (value: unknown): void => {
    if (isSealed(value)) subjects.add(value.subject);
    else if (typeof value === 'object' && value !== null) for (const key in value) look((value as Record<string, unknown>)[key]);
  };
  for (const { data } of events) look(data);
  return [...subjects];
}
