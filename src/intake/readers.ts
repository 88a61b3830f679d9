import type { NamedMapping } from '../domain/mapping.js';
import type { SourceReader } from '../domain/observed.js';
import { invalid } from '../domain/refusal.js';
import { bmo } from './bmo.js';
import { cibc } from './cibc.js';
import { desjardins } from './desjardins.js';
import { mappedReader } from './mapped.js';
import { nationalBank } from './national-bank.js';
import { ofx } from './ofx.js';
import { paypalActivity } from './paypal-activity.js';
import { rbcChequing } from './rbc-chequing.js';
import { scotiabank } from './scotiabank.js';
import { isSpreadsheet } from './table.js';
import { tangerine } from './tangerine.js';
import { td } from './td.js';
import { refuseWhatIsNoText } from './text.js';

/** Every source that we read. To add one is a file beside this one and a place in this list. */
export const readers: readonly SourceReader[] = [
  rbcChequing,
  td,
  bmo,
  scotiabank,
  cibc,
  tangerine,
  desjardins,
  nationalBank,
  ofx,
  paypalActivity,
];

/** A heading, or several rows of a file without one, are shorter than this, in bytes. */
const headBytes = 8192;

/**
 * The reader of a file: the one that was chosen, else the only one that recognises it. Nothing is guessed: where several
 * do, or none does and rows without a heading fit some, the person is asked.
 * @param format a source or a mapping's id, where somebody chose
 * @param mappings what was said of other files of the same account
 * @throws InvalidInput with the field `file` for what is no text and for what nobody knows, with `format` where it has to be chosen
 */
export function readerFor(bytes: Uint8Array, format?: string, mappings: readonly NamedMapping[] = []): SourceReader {
  if (!isSpreadsheet(bytes)) refuseWhatIsNoText(bytes);
  if (format !== undefined) return chosenReader(format, mappings);
  const mapped = mappings.map(mappedReader).filter((each) => each.recognises(bytes));
  const head = bytes.subarray(0, headBytes);
  const found = isSpreadsheet(bytes) ? mapped : [...readers.filter((each) => each.recognises(head)), ...mapped];
  if (found.length === 1) return found[0]!;
  if (isSpreadsheet(bytes) && found.length === 0) {
    throw invalid('format', 'This is a spreadsheet that we do not know yet. Choose “Another file”, and say once what its columns are.');
  }
  refuseUnclear(found.length > 0 ? found : readers.filter((each) => each.fits?.(head)));
}

function chosenReader(format: string, mappings: readonly NamedMapping[]): SourceReader {
  const saved = mappings.find(({ id }) => id === format);
  const reader = saved ? mappedReader(saved) : readers.find(({ source }) => source === format);
  if (!reader) throw invalid('format', 'There is no such format for this account. Choose one that is offered.');
  return reader;
}

function refuseUnclear(perhaps: readonly SourceReader[]): never {
  const titlesOf = (some: readonly SourceReader[]) => some.map(({ title }) => title).join('; ');
  if (perhaps.length > 0) {
    throw invalid('format', `This file does not say whose it is. Its rows could be read as: ${titlesOf(perhaps)}. Choose which it is.`);
  }
  const says =
    `This file is not one that we know by itself. We know: ${titlesOf(readers)}. Bring it in as it was downloaded, first line ` +
    'included; or choose “Another file”, and say once what its columns are.';
  throw invalid('file', says);
}
