import type { FieldFault } from '../domain/refusal.js';

/** RFC 9457 problem details, with our members after the standard ones. */
export interface Problem {
  /** Relative to the host, stable, and readable there: `/docs/problems#payment/voided`. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  /** One sentence: names the thing, then says what to do. */
  readonly detail: string;
  /** The part of `type` that programs compare. */
  readonly code: string;
  /** Every field at fault, under the name by which it was sent. */
  readonly errors?: readonly FieldFault[];
  /** Says under which reference the log has it. Only for our own faults. */
  readonly reference?: string;
  /** True where the same request may well succeed later, unchanged. */
  readonly retryable: boolean;
}

export const problemContentType = 'application/problem+json; charset=utf-8';

const titles: Readonly<Record<number, string>> = {
  400: 'There is a problem with what was sent',
  401: 'Sign in first',
  403: 'Not open to you',
  404: 'Not found',
  405: 'Not possible here',
  406: 'Not available in that form',
  409: 'Not possible as it stands',
  410: 'No longer here',
  412: 'It has changed meanwhile',
  413: 'Too large',
  415: 'Sent in a form we do not read',
  422: 'Not the same as before',
  429: 'Too many requests',
  500: 'Something on our side stopped this',
  503: 'Not available at the moment',
};

const details: Readonly<Record<number, string>> = {
  400: 'What was sent could not be read. Check it and send it again.',
  401: 'Sign in, or send a token, and ask again.',
  403: 'Your role does not reach this. Ask a steward of the ledger.',
  404: 'There is nothing at this address. Check it, or start from the front page.',
  405: 'This address does not take that kind of request.',
  409: 'This cannot be done as it stands. Nothing was recorded.',
  410: 'This was here once and is gone.',
  413: 'What was sent is larger than we take. Send less at once.',
  415: 'Send JSON, or a form.',
  429: 'That was a lot at once. Wait a minute and try again.',
  503: 'Something we need does not answer at the moment. Nothing was recorded. Try again in a few seconds; it will not count twice.',
};

const codes: Readonly<Record<number, string>> = {
  400: 'invalid-input',
  401: 'sign-in-first',
  403: 'not-open-to-you',
  404: 'not-found',
  405: 'not-possible-here',
  409: 'refused',
  410: 'gone',
  413: 'too-large',
  415: 'unknown-form',
  429: 'too-many-requests',
  500: 'our-fault',
  503: 'not-available',
};

type Told = Partial<Pick<Problem, 'detail' | 'code' | 'errors' | 'reference'>>;

export function problem(status: number, told: Told = {}): Problem {
  const code = told.code ?? codes[status] ?? `status-${status}`;
  return {
    type: `/docs/problems#${code}`,
    title: titles[status] ?? (status < 500 ? titles[400]! : titles[500]!),
    status,
    detail: told.detail ?? details[status] ?? (status < 500 ? details[400]! : ourFault(told.reference)),
    code,
    ...(told.errors?.length && { errors: told.errors.map(({ field, says }) => ({ field, says })) }),
    ...(told.reference && { reference: told.reference }),
    retryable: status >= 500 || status === 429,
  };
}

const ourFault = (reference?: string): string =>
  'Something on our side stopped this. Nothing was recorded. You can send it again; it will not count twice.' +
  (reference ? ` Reference ${reference}.` : '');
