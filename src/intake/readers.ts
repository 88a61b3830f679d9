import type { SourceReader } from '../domain/observed.js';
import { invalid } from '../domain/refusal.js';
import { paypalActivity } from './paypal-activity.js';
import { rbcChequing } from './rbc-chequing.js';
import { refuseWhatIsNoText } from './text.js';

/** Every source that we read. To add one is a file beside this one and a place in this list. */
export const readers: readonly SourceReader[] = [rbcChequing, paypalActivity];

/** A header is shorter than this, in bytes. */
const headBytes = 8192;

/**
 * The reader that recognises the file by its header.
 * @throws InvalidInput with the field `file`: what it is if it is no text, else what we can read
 */
export function readerFor(bytes: Uint8Array): SourceReader {
  refuseWhatIsNoText(bytes);
  const head = bytes.subarray(0, headBytes);
  const reader = readers.find((each) => each.recognises(head));
  if (reader) return reader;
  const titles = readers.map((each) => each.title).join('; ');
  const says = `This file is not one that we can read. We read: ${titles}. Bring it in as it was downloaded, first line included.`;
  throw invalid('file', says);
}
