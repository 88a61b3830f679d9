/** Codes with which Node says that the other side is not there. */
const ofTheNetwork = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EPIPE', 'EHOSTUNREACH', 'ENETUNREACH']);

/**
 * With which PostgreSQL says that it is going, coming or full (SQLSTATE, appendix A of its manual): class 08, 53300 too
 * many connections, 57P01 to 57P03 shut down, crashed, starting up.
 */
const ofPostgres = /^(08...|53300|57P0[123])$/;

/** The pool of `pg` has no code for these. */
const ofThePool = /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/;

/** True when something we depend on did not answer: to be tried again, not a bug. Looks through what wraps it. */
export function doesNotAnswer(error: unknown, depth = 0): boolean {
  if (typeof error !== 'object' || error === null || depth > 4) return false;
  const { code, message, driverError, cause, errors } = error as Record<string, unknown>;
  if (typeof code === 'string' && (ofTheNetwork.has(code) || ofPostgres.test(code))) return true;
  if (typeof message === 'string' && ofThePool.test(message)) return true;
  const inside = [driverError, cause, ...(Array.isArray(errors) ? errors : [])];
  return inside.some((each) => doesNotAnswer(each, depth + 1));
}
