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

/** A cursor of payments: when the last one was received, and its id. */
export function readPaymentCursor(after: string | undefined): { receivedAt: string; paymentId: string } | undefined {
  const [receivedAt, paymentId] = readCursor(after, 2) ?? [];
  if (receivedAt === undefined || paymentId === undefined) return undefined;
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/.test(receivedAt) || Number.isNaN(Date.parse(receivedAt)) || !isUUID(paymentId))
    throw notOurs();
  return { receivedAt, paymentId };
}
