import type { InTrouble, PayPalWindow, SearchEnd } from '../domain/paypal.js';
import { type Outcome, type Rejected, membersOf } from './paypal-answers.js';
import type { PayPalApi } from './paypal.js';

/** One page of what moved, each movement as PayPal tells it: what it means is for whoever reads it. */
export interface SearchPage {
  readonly movements: readonly unknown[];
  readonly page: number;
  readonly pages: number;
}

/** Movements on a page; PayPal takes up to 500, and an answer of these stays well below a megabyte. */
const pageSize = 100;
/** PayPal lists at most 10,000 movements for one question. */
const mostPages = 10_000 / pageSize;
const mostRounds = 3;

export const searchPath = ({ from, to }: PayPalWindow, page: number): string => {
  const asked = { start_date: from, end_date: to, fields: 'all', page_size: String(pageSize), page: String(page) };
  return `/v1/reporting/transactions?${new URLSearchParams(asked).toString()}`;
};

/** A window in which nothing moved has no list, or an empty one. */
export function searchPageOf(answer: unknown): SearchPage {
  const { transaction_details: listed = [], page = 1, total_pages: pages = 1 } = membersOf(answer);
  return { movements: Array.isArray(listed) ? listed : [undefined], page: whole(page), pages: whole(pages) };
}

const whole = (value: unknown): number => (Number.isInteger(value) ? Number(value) : Number.NaN);

/**
 * All that moved in a window. Pages that do not fit together, because something came in between, are asked for again from
 * the first: a list with a gap is none.
 */
export async function searchAll(api: Pick<PayPalApi, 'searchPage'>, window: PayPalWindow): Promise<SearchEnd> {
  for (let round = 0; round < mostRounds; round += 1) {
    const movements: unknown[] = [];
    let pages = 1;
    let fits = true;
    for (let page = 1; page <= pages && fits; page += 1) {
      const told = await api.searchPage(window, page);
      if (told.outcome !== 'accepted') return isTooLong(told) ? { isTooLong: true } : troubleOf(told);
      if (told.answer.pages > mostPages) return { isTooLong: true };
      fits = told.answer.page === page && (page === 1 || told.answer.pages === pages);
      pages = told.answer.pages;
      movements.push(...told.answer.movements);
    }
    if (fits) return { movements };
  }
  return { trouble: 'unreadable' };
}

type NotAccepted = Exclude<Outcome<unknown>, { outcome: 'accepted' }>;

const isTooLong = (end: NotAccepted): boolean =>
  end.outcome === 'rejected' && [end.code, ...end.details.map(({ issue }) => issue)].includes('RESULTSET_TOO_LARGE');

/** Why we were not told, as far as a person can do something about it. */
export function troubleOf(end: NotAccepted): InTrouble {
  const asked = end.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: end.retryAfterSeconds };
  if (end.outcome === 'unknown') {
    return { trouble: end.why === 'unreadable' || end.why === 'too-large' ? 'unreadable' : 'unreachable', ...asked };
  }
  return { trouble: troubleOfStatus(end), ...asked };
}

function troubleOfStatus({ status, code }: Rejected): InTrouble['trouble'] {
  if (status === 401 || code === 'invalid_client') return 'wrong-credentials';
  if (status === 403) return 'not-enabled';
  return status === 429 ? 'too-many-requests' : 'unreadable';
}
