/**
 * Why the program cannot start, as one sentence for the person who started it: it names the thing, then says what to
 * do. It is printed without a stack, and the program ends with exit code 1.
 */
export class StartError extends Error {
  override readonly name: string = 'StartError';
}

/** The code that Node or PostgreSQL gave an error: `EACCES`, `ECONNREFUSED`, `28P01`; empty where there is none. */
export function codeOf(error: unknown): string {
  const { code, errors } = (error ?? {}) as { code?: unknown; errors?: unknown[] };
  if (typeof code === 'string') return code;
  return Array.isArray(errors) && errors.length > 0 ? codeOf(errors[0]) : '';
}
