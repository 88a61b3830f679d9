import type { DecidedGroup, Outcome, Waiting } from './group.js';
import { type AnyStream, allOf } from './streams.js';

/** Each stream once. What is said to be new as well: here it is found out whether it is. */
export function streamsOf(group: readonly Waiting[]): AnyStream[] {
  const named = new Map<string, AnyStream>();
  for (const { streams } of group) for (const stream of allOf(streams)) named.set(stream.name, stream);
  return [...named.values()];
}

/** A first line makes the head, so until then no fence can void what comes late. */
export const canTellStale = ({ stored, from }: DecidedGroup): boolean => stored.length > 0 && from.position > 0n;

/** What is remembered holds no stream that its command calls new. Only writing to it shows whether it is. */
export const mayGoAhead = (group: readonly Waiting[], decided: DecidedGroup): boolean =>
  canTellStale(decided) &&
  decided.outcomes.every(isWrittenYes) &&
  group
    .slice(0, decided.outcomes.length)
    .every(({ streams }) => allOf(streams).every(({ name, isNew }) => !isNew || decided.grown.has(name)));

export const isWrittenYes = (outcome: Outcome): boolean => outcome.is === 'repeated' || (outcome.is === 'yes' && outcome.events.length > 0);
