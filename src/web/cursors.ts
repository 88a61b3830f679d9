import { isUUID } from 'class-validator';
import { invalid } from '../domain/refusal.js';
import { readCursor } from './paging.js';

const notOurs = () => invalid('after', 'This is not a cursor of ours. Follow the link of the page before.');

/** A cursor that is a position in the books. */
export function readPosition(after: string | undefined): bigint | undefined {
  const [position] = readCursor(after, 1) ?? [];
  if (position === undefined) return undefined;
  if (!/^\d{1,18}$/.test(position)) throw notOurs();
  return BigInt(position);
}

/** A cursor that is the id of the last row; ids grow with time. */
export function readId(after: string | undefined): string | undefined {
  const [id] = readCursor(after, 1) ?? [];
  if (id !== undefined && !isUUID(id)) throw notOurs();
  return id;
}
