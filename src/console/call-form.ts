import { randomBytes } from 'node:crypto';
import type { Asked } from '../domain/asked.js';
import { type CallEntry, rails } from '../domain/call.js';
import { InvalidInput } from '../domain/refusal.js';
import { twoWords } from '../domain/two-words.js';
import { faultsOf } from './faults.js';
import { FormReading, type Posted } from './form-reading.js';

/** The form of a call, read whole. @throws InvalidInput with every fault at its field */
export function readCall(posted: Posted): Omit<CallEntry, keyof Asked> {
  const reading = new FormReading(posted);
  const name = reading.optional('name', 40);
  const link = reading.optional('link', 2000);
  const asked = reading.optionalMoney('asked');
  const neededBy = reading.optionalDay('neededBy');
  const earlier = reading.optional('earlier', 40);
  const someoneElse = reading.isTicked('someoneElse');
  const rail = reading.oneOf('rail', rails, 'Choose how they can be sent money.');
  const address = reading.text('address', 'Enter where the money reaches them.', 320);
  const payee = reading.optional('payee', 120);
  reading.text('fitsThePromise', 'Say that the call fits the promise, or leave it out of this ledger.');
  const faults = [...faultsOf(() => reading.done()), ...(link && !isWebLink(link) ? [notALink] : [])];
  if (faults.length > 0) throw new InvalidInput(faults);
  return {
    rail,
    address,
    fitsThePromise: true,
    someoneElse,
    ...(name && { name }),
    ...(link && { link }),
    ...(asked && { asked }),
    ...(neededBy && { neededBy }),
    ...(earlier && { earlier }),
    ...(payee && { payee }),
  };
}

const notALink = { field: 'link', says: 'This is not a link. Copy it whole, with https://, or leave it empty.' };
const isWebLink = (text: string): boolean => /^https?:\/\//i.test(text) && URL.canParse(text);

/** Two words that no call of this ledger goes by, as far as a few throws find some. */
export function freshName(taken: readonly string[]): string {
  const throws = Array.from({ length: 20 }, () => twoWords(randomBytes(2)));
  return throws.find((name) => !taken.includes(name)) ?? throws[0]!;
}
