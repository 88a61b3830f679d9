import { malformed, no } from './errors.js';
import { type Moved, listed } from './movements.js';

export interface Listing {
  readonly movements: readonly Moved[];
  /** More than so many are refused at once. */
  readonly mostListed: number;
  readonly largestPage: number;
}

/** What PayPal's search answers: by the moment of each movement, page by page, at most 31 days at once. */
export function searchAnswer({ movements, mostListed, largestPage }: Listing, query: URLSearchParams): readonly [number, object] {
  const [from, to] = [Date.parse(query.get('start_date')!), Date.parse(query.get('end_date')!)];
  if (to - from > 31 * 86_400_000 || to < from) return [400, no('INVALID_REQUEST', [], malformed)];
  const found = movements.filter(({ at }) => Date.parse(at) >= from && Date.parse(at) <= to);
  if (found.length > mostListed) return [400, no('RESULTSET_TOO_LARGE')];
  const size = Math.min(Number(query.get('page_size')), largestPage);
  const page = Number(query.get('page'));
  const shown = found.slice((page - 1) * size, page * size);
  const sums = { page, total_items: found.length, total_pages: Math.max(1, Math.ceil(found.length / size)) };
  return [200, { ...(shown.length > 0 && { transaction_details: shown.map(listed) }), account_number: 'RIVER1', ...sums }];
}
