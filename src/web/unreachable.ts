/** Codes with which Node says that the other side is not there. */
const ofTheNetwork = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EPIPE',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ERR_STREAM_DESTROYED',
  'ERR_STREAM_WRITE_AFTER_END',
]);

/**
 * With which PostgreSQL says that it is going, coming or full (SQLSTATE, appendix A of its manual): class 08, 53300 too
 * many connections, 57P01 to 57P05 shut down, crashed, starting up, session ended.
 */
const ofPostgres = /^(08...|53300|57P0[1-5])$/;

/** The pool of `pg` has no code for these. */
const ofThePool =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|and is not queryable|Query read timeout/;

/** True when something we depend on did not answer: to be tried again, not a bug. Looks through what wraps it. */
export function doesNotAnswer(error: unknown, depth = 0): boolean {
  if (typeof error !== 'object' || error === null || depth > 4) return false;
  const { code, message, syscall, driverError, cause, errors } = error as Record<string, unknown>;
  if (typeof code === 'string' && (ofTheNetwork.has(code) || ofPostgres.test(code))) return true;
  if (code === 'ENOENT' && syscall === 'connect') return true; // the socket's file is gone while its server starts anew
  if (typeof message === 'string' && ofThePool.test(message)) return true;
  const inside = [driverError, cause, ...(Array.isArray(errors) ? errors : [])];
  return inside.some((each) => doesNotAnswer(each, depth + 1));
}
