import { CsvError, parse } from 'csv-parse/sync';
import { type InvalidInput, invalid } from '../domain/refusal.js';
import { gathered, gatheredEach } from './gathered.js';

/** One record of a CSV file. */
export interface Row {
  /** 1-based line of the file at which the record begins; a record with line breaks inside quotes spans several. */
  readonly line: number;
  readonly cells: readonly string[];
  /** True for the last record of a file that ends without a line break and without a closing quote: its last cell may be cut off. */
  readonly mayBeCut: boolean;
}

/** No record of a bank or of PayPal is longer, in bytes; a quote that is never closed meets this bound first. */
const longestRecordBytes = 65_536;

/**
 * The records of a CSV text (RFC 4180; CRLF, LF or CR; blank lines skipped), cells trimmed.
 * @throws InvalidInput naming the line where a record cannot be understood, or is cut off inside a quote
 */
export const rowsOf = (text: string, delimiter: string): Row[] => [...eachRow(text, delimiter)];

/** The same, one after another, so that of a long file no more than a piece is held as rows. */
export function* eachRow(text: string, delimiter: string): Generator<Row, void> {
  const unix = text.replace(/\r\n?/g, '\n');
  let last: Row | undefined;
  let line = 1;
  for (const cells of recordsIn(unix, delimiter)) {
    if (cells.length > 1 || cells[0] !== '') {
      if (last) yield last;
      last = { line, cells: cells.map(trimmed), mayBeCut: false };
    }
    line += 1 + breaksIn(cells);
  }
  if (last) yield /["\n]$/.test(unix) ? last : { ...last, mayBeCut: true };
}

const trimmed = (cell: string): string => cell.trim();

const optionsFor = (delimiter: string) =>
  ({ delimiter, record_delimiter: '\n', relax_column_count: true, max_record_size: longestRecordBytes }) as const;

/** Blank lines are records too, of one empty cell: so every record's line can be counted, and need not be asked for. */
function* recordsIn(unix: string, delimiter: string): Generator<string[], void> {
  for (const piece of piecesOf(unix)) {
    try {
      yield* parsed(piece, delimiter);
    } catch (error) {
      if (error instanceof CsvError) throw notCsv(error, unix, lastLineBefore(unix, delimiter));
      throw error;
    }
  }
}

function parsed(piece: string, delimiter: string): string[][] {
  const { stackTraceLimit } = Error;
  try {
    // The parser makes an error of every row that is longer than the first, also where that is allowed: without its stack it costs little.
    Error.stackTraceLimit = 0;
    return parse(piece, optionsFor(delimiter));
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** So much is parsed at a time, in characters, and on to the end of its last record. */
const pieceLength = 65_536;

/** Cut at line breaks outside of quotes: where as many quotes were opened as closed. What is quoted wrongly is for the parser to say. */
function* piecesOf(unix: string): Generator<string, void> {
  for (let from = 0; from < unix.length; ) {
    let through = from;
    let isQuoted = false;
    do {
      const counted = through;
      const end = unix.indexOf('\n', through === from ? from + pieceLength : through);
      through = end === -1 ? unix.length : end + 1;
      isQuoted = isQuoted !== hasOddQuotes(unix, counted, through);
    } while (isQuoted && through < unix.length);
    yield unix.slice(from, through);
    from = through;
  }
}

function hasOddQuotes(text: string, from: number, to: number): boolean {
  let isOdd = false;
  for (let at = text.indexOf('"', from); at !== -1 && at < to; at = text.indexOf('"', at + 1)) isOdd = !isOdd;
  return isOdd;
}

/** Reads once more, slowly, up to where a record cannot be understood. */
function lastLineBefore(unix: string, delimiter: string): number {
  let lastLine = 0;
  try {
    parse(unix, {
      ...optionsFor(delimiter),
      on_record: (_cells, { lines }) => {
        lastLine = lines;
        return null;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
  }
  return lastLine;
}

/** The character that separates the columns of the first line: comma, tab or semicolon, whichever occurs most outside quotes. */
export function delimiterOf(text: string): ',' | '\t' | ';' {
  const header = firstLineOf(text).replace(/"[^"]*"/g, '');
  const count = (delimiter: string) => header.split(delimiter).length;
  if (count('\t') > Math.max(count(','), count(';'))) return '\t';
  return count(';') > count(',') ? ';' : ',';
}

export const firstLineOf = (text: string): string => text.trimStart().split(/[\r\n]/, 1)[0] ?? '';

/**
 * A heading or a fixed wording as it counts for telling it from others: letters and digits only, lower case, without
 * accents. `Time Zone`, `TimeZone` and `Fee ` lose their differences; `État` and `Etat` are one.
 */
export const keyOf = (words: string): string =>
  words
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^\p{L}\p{N}]/gu, '');

/**
 * Reads every row and gathers what is wrong with each, so that the person sees all faults (the first twenty) at once.
 * A row shorter than the header was cut off; columns beyond the header must be empty.
 */
export const readEach = <T>(header: Row, rows: readonly Row[], read: (row: Row) => T): T[] => readRows(widthOf(header), rows, read);

/** As `readEach`, one by one: for a reader to which no row says what another one is. */
export function eachRead<T>(header: Row, rows: Iterable<Row>, read: (row: Row) => T): Generator<T, void> {
  const columns = widthOf(header);
  return gatheredEach(rows, (row) => {
    refuseOddLength(row, columns);
    return read(row);
  });
}

/** How many columns a row fills: empty cells at its end do not count. */
export const widthOf = ({ cells }: Row): number => cells.findLastIndex((cell) => cell !== '') + 1;

/** As `readEach`, for a file whose first row is no header. */
export const readRows = <T>(columns: number, rows: readonly Row[], read: (row: Row) => T): T[] =>
  gathered(rows, (row) => {
    refuseOddLength(row, columns);
    return read(row);
  });

function refuseOddLength(row: Row, columns: number): void {
  if (row.cells.length < columns) {
    const says = `This row has ${row.cells.length} of ${columns} columns: the file is cut off or was changed. Download it again.`;
    throw invalid(`line ${row.line}`, says);
  }
  if (row.cells.slice(columns).some((cell) => cell !== '')) {
    throw invalid(`line ${row.line}`, `This row has more than the ${columns} columns of this file. Download it again.`);
  }
}

function breaksIn(cells: readonly string[]): number {
  let count = 0;
  for (const cell of cells) if (cell.includes('\n')) count += cell.split('\n').length - 1;
  return count;
}

function notCsv(error: CsvError, text: string, lastLine: number): InvalidInput {
  const line = `line ${beginningAfter(lastLine, text)}`;
  if (error.code === 'CSV_QUOTE_NOT_CLOSED' || error.code === 'CSV_MAX_RECORD_SIZE') {
    return invalid(line, 'The row that begins here opens a quote and never closes it: the file is cut off. Download it again.');
  }
  return invalid(line, 'A quote stands where none can stand in the row that begins here. Download the file again, unchanged.');
}

function beginningAfter(lastLine: number, text: string): number {
  const lines = text.split('\n');
  const index = lines.findIndex((line, at) => at >= lastLine && line !== '');
  return (index === -1 ? lastLine : index) + 1;
}
