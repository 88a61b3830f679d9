/** A log as it was found good the last time. */
export interface KnownLog {
  readonly address: string;
  readonly origin: string;
  /** The policy under which it was, as text. */
  readonly policy: string;
  /** The head, as it was served. */
  readonly note: string;
}

/** What a reader keeps from one check to the next. */
export interface State {
  readonly v: 1;
  readonly logs: readonly KnownLog[];
}

/** @returns undefined for anything that is no state */
export function stateIn(raw: unknown): State | undefined {
  const { v, logs } = (raw ?? {}) as { readonly v?: unknown; readonly logs?: unknown };
  return v === 1 && Array.isArray(logs) && logs.every(isKnownLog) ? { v, logs } : undefined;
}

const isKnownLog = (raw: unknown): raw is KnownLog =>
  typeof raw === 'object' &&
  raw !== null &&
  (['address', 'origin', 'policy', 'note'] as const).every((name) => typeof (raw as Readonly<Record<string, unknown>>)[name] === 'string');

/** The log at this address; or, read from a mirror, the one of this name. */
export const knownLog = (logs: readonly KnownLog[], address: string, origin: string): KnownLog | undefined =>
  logs.find((log) => log.address === address) ?? logs.find((log) => log.origin === origin);

export const withLog = (logs: readonly KnownLog[], seen: KnownLog): State => ({
  v: 1,
  logs: [...logs.filter(({ address, origin }) => address !== seen.address && origin !== seen.origin), seen],
});
