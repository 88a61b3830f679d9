import pg from 'pg';

/** The database does not answer. Nothing was written. HTTP 503 with Retry-After; jobs try again with backoff. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';

  constructor(options?: ErrorOptions) {
    super('The database does not answer just now. Nothing was recorded. Try again in a moment.', options);
  }
}

/** Too many commands wait already. Nothing was written. HTTP 503 with Retry-After. */
export class StoreBusy extends Error {
  override readonly name = 'StoreBusy';

  constructor() {
    super('There is too much to record just now. Nothing was recorded. Try again in a few seconds.');
  }
}

/** The line was cut at the commit and the outcome could not be found out. The request id tells, once the database is back. */
export class OutcomeUnknown extends Error {
  override readonly name = 'OutcomeUnknown';

  constructor(
    readonly request: string,
    options?: ErrorOptions,
  ) {
    super(`The connection was cut while recording. Send the same request again with the key ${request}: it counts once.`, options);
  }
}

/** A decision came to a fact that cannot be written down as it is. A bug: nothing was written. */
export class UnwritableFact extends Error {
  override readonly name = 'UnwritableFact';

  constructor(type: string, says: string, options?: ErrorOptions) {
    super(`A ${type} cannot be written down: ${says}`, options);
  }
}

/** A decision wrote to a stream that its command did not name. A bug: nothing was written. */
export class UnknownStream extends Error {
  override readonly name = 'UnknownStream';

  constructor(named: string) {
    super(`A decision wrote to "${named}", which its command did not name.`);
  }
}

/** The books are not where their head, or a kept state, says that they are. Nothing was written. */
export class VersionConflict extends Error {
  override readonly name = 'VersionConflict';

  constructor(ledger: string, says: string, options?: ErrorOptions) {
    super(`Ledger ${ledger}: ${says} Nothing was written. Run doctor.`, options);
  }
}

const connectionCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ENOENT',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ERR_STREAM_DESTROYED',
  'ERR_STREAM_WRITE_AFTER_END',
]);

/**
 * SQLSTATEs of a server that is going, coming, full or has ended the session (PostgreSQL manual, appendix A): class 08,
 * class 53 insufficient resources, 57P01 to 57P05, 25P03 idle in transaction, class 58 system errors.
 */
const serverCodes = /^(?:08...|53...|57P0[1-5]|25P03|58...)$/;

const withoutCode = /Connection terminated|timeout exceeded when trying to connect|and is not queryable|Query read timeout/;

/** True when an error says that the line or the server is gone, not that a statement was wrong. */
export function isConnectionFault(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  if (typeof code === 'string' && (connectionCodes.has(code) || serverCodes.test(code))) return true;
  return typeof message === 'string' && withoutCode.test(message);
}

/**
 * True when the line went silent. Had the server itself said that the statement failed, then nothing of it would stand; unless it
 * broke down on the commit itself, as when the disk of its log is full: what it has written by then, its recovery may find.
 */
export const isAnswerLost = (error: unknown): boolean =>
  error instanceof pg.DatabaseError ? broken.test(error.severity ?? '') : isConnectionFault(error);

/** PANIC, in the languages in which PostgreSQL says it. */
const broken = /^P[AÂ]N|^ПАНИКА/;

/** True when somebody called the statement off, or it waited longer than it may: not to be tried again behind their back. */
export const isCalledOff = (error: unknown): boolean => ['57014', '55P03'].includes(String((error as { code?: unknown } | null)?.code));

const takenPlaces = new Set(['event_pkey', 'event_ledger_id_stream_version_key', 'request_pkey', 'ledger_head_pkey']);

/** True when an append came too late: the head had moved, or a place, a version or a request that it wrote was taken. */
export function isStale(error: unknown): boolean {
  const { constraint } = (error ?? {}) as { constraint?: string };
  return hasHeadMoved(error) || (constraint !== undefined && takenPlaces.has(constraint));
}

/** True when another program came in between, and not merely the same request again. */
export const hasHeadMoved = (error: unknown): boolean => (error as { code?: unknown } | null)?.code === '40001';

/** True when a statement broke the named constraint. */
export const violates = (error: unknown, constraint: string): boolean =>
  (error as { constraint?: string } | undefined)?.constraint === constraint;
