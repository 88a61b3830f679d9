import type { DecidedGroup, Outcome, Waiting } from './group.js';
import { type AnyStream, allOf } from './streams.js';

/** What is said to be new as well: here it is found out whether it is. */
export const streamsOf = (group: readonly Waiting[]): AnyStream[] => [
  ...new Map(group.flatMap(({ streams }) => allOf(streams).map((stream) => [stream.name, stream]))).values(),
];

/** A first line makes the head, so until then no fence can void what comes late. */
export const canTellStale = ({ stored, from }: DecidedGroup): boolean => stored.length > 0 && from.position > 0n;

/** What is remembered holds no stream that its command calls new. Only writing to it shows whether it is. */
export const mayGoAhead = (group: readonly Waiting[], decided: DecidedGroup): boolean =>
  canTellStale(decided) &&
  decided.outcomes.every(isWrittenYes) &&
  streamsOf(group.slice(0, decided.outcomes.length)).every(({ name, isNew }) => !isNew || decided.streams.get(name)!.version > 0);

export const isWrittenYes = (outcome: Outcome): boolean => outcome.is === 'repeated' || (outcome.is === 'yes' && outcome.events.length > 0);
