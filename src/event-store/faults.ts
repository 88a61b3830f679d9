/** The database does not answer. Nothing was written. HTTP 503 with Retry-After; jobs try again with backoff. */
export class StoreUnavailable extends Error {
  constructor(options?: ErrorOptions) {
    super('The database does not answer just now. Nothing was recorded. Try again in a moment.', options);
    this.name = 'StoreUnavailable';
  }
}

/** The line was cut at the commit and the outcome could not be found out. The request id tells, once the database is back. */
export class OutcomeUnknown extends Error {
  constructor(readonly request: string, options?: ErrorOptions) {
    super(`The connection was cut while recording. Send the same request again with the key ${request}: it counts once.`, options);
    this.name = 'OutcomeUnknown';
  }
}

const connectionCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOENT', 'ETIMEDOUT', '57P01', '57P02', '57P03', '08000', '08003', '08006', '53300']);

/** True when an error says that the line or the server is gone, not that a statement was wrong. */
export function isConnectionFault(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as Error & { code?: string };
  if (code && connectionCodes.has(code)) return true;
  return /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/.test(error.message);
}

/** True when a statement broke the named constraint. */
export const violates = (error: unknown, constraint: string): boolean => (error as { constraint?: string } | undefined)?.constraint === constraint;
