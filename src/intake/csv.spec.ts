import fc from 'fast-check';
import { InvalidInput, invalid } from '../domain/refusal.js';
import { delimiterOf, keyOf, readEach, rowsOf } from './csv.js';

const linesAndCells = (text: string) => rowsOf(text, ',').map(({ line, cells }) => [line, ...cells]);

describe('A CSV file becomes rows that know their line', () => {
  it.each([
    [
      'LF',
      'a,b\n1,2\n',
      [
        [1, 'a', 'b'],
        [2, '1', '2'],
      ],
    ],
    [
      'CRLF',
      'a,b\r\n1,2\r\n',
      [
        [1, 'a', 'b'],
        [2, '1', '2'],
      ],
    ],
    [
      'CR of old',
      'a,b\r1,2\r',
      [
        [1, 'a', 'b'],
        [2, '1', '2'],
      ],
    ],
    [
      'mixed line ends',
      'a,b\n1,2\r\n3,4',
      [
        [1, 'a', 'b'],
        [2, '1', '2'],
        [3, '3', '4'],
      ],
    ],
    [
      'blank lines',
      'a,b\n\n1,2\n\n\n3,4\n',
      [
        [1, 'a', 'b'],
        [3, '1', '2'],
        [6, '3', '4'],
      ],
    ],
    [
      'a line break in quotes',
      'a,b\r\n1,"x\r\n\r\ny"\r\n3,4\r\n',
      [
        [1, 'a', 'b'],
        [2, '1', 'x\n\ny'],
        [5, '3', '4'],
      ],
    ],
    [
      'a quote in quotes',
      'a,b\n1,"say ""hi"", you"\n',
      [
        [1, 'a', 'b'],
        [2, '1', 'say "hi", you'],
      ],
    ],
    [
      'blanks around',
      'a , b\n 1,2 \n',
      [
        [1, 'a', 'b'],
        [2, '1', '2'],
      ],
    ],
  ])('with %s', (_what, text, rows) => {
    expect(linesAndCells(text)).toEqual(rows);
  });

  it('and whatever was quoted reads back as it was, on the line where it began', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', 'é', ' ', ',', '"', '\n', ';', '1') }).map((text) => text.trim());
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1 }), (rows) => {
        const records = rows.map((cells) => cells.map((text) => `"${text.replaceAll('"', '""')}"`).join(','));
        let line = 1;
        const expected = rows.map((cells, at) => {
          const begins = line;
          line += records[at]!.split('\n').length;
          return [begins, ...cells];
        });
        expect(linesAndCells(records.join('\r\n'))).toEqual(expected);
      }),
    );
  });

  it.each([
    ['"Date","Gross, net"\t"x"\t"y"', '\t'],
    ['Datum;Uhrzeit;"a,b,c,d"', ';'],
    ['Date,Time', ','],
    ['Date', ','],
  ])('and %j is separated by %j', (text, delimiter) => {
    expect(delimiterOf(text)).toBe(delimiter);
  });
});

describe('A file that is cut off or broken is refused with the line', () => {
  const read = (text: string) => {
    const [header, ...rows] = rowsOf(text, ',');
    return readEach(header!, rows, (row) => row.cells.length);
  };

  it.each([
    ['a quote that is never closed', 'a,b\n1,2\n\n3,"4\n5,6\n', 'line 4', 'never closes'],
    ['a quote that swallows the rest of a long file', `a,b\n1,"2\n${'x,y\n'.repeat(30_000)}`, 'line 2', 'never closes'],
    ['text after a closing quote', 'a,b\n1,"2"x\n', 'line 2', 'quote'],
    ['a quote inside bare text', 'a,b\n1,2"x\n', 'line 2', 'quote'],
    ['a last row with too few columns', 'a,b,c\n1,2,3\n4,5', 'line 3', '2 of 3 columns'],
    ['a row with columns that have no heading', 'a,b\n1,2,3\n', 'line 2', 'more than the 2 columns'],
  ])('%s', (_what, text, line, says) => {
    expect(() => read(text)).toThrow(InvalidInput);
    expect(() => read(text)).toThrow(`${line}: `);
    expect(() => read(text)).toThrow(says);
  });

  it('but extra empty columns at the end of a row are a bank’s habit', () => {
    expect(read('a,b\n1,2,,\n')).toEqual([4]);
  });

  it('and all faults are named at once, the first twenty at most', () => {
    const rows = rowsOf(`a\n${'1\n'.repeat(30)}`, ',');
    const faults = (count: number) => {
      try {
        readEach(rows[0]!, rows.slice(1, count + 1), ({ line }) => {
          throw invalid(`line ${line}`, 'is odd.');
        });
      } catch (error) {
        return (error as InvalidInput).faults.map(({ field }) => field);
      }
    };
    expect(faults(3)).toEqual(['line 2', 'line 3', 'line 4']);
    expect(faults(30)).toHaveLength(20);
  });

  it('and a bug in reading is not dressed as a fault of the file', () => {
    const [header, ...rows] = rowsOf('a\n1\n', ',');
    expect(() =>
      readEach(header!, rows, () => {
        throw new TypeError('a bug');
      }),
    ).toThrow(TypeError);
  });
});

it('Headings are the same whatever their blanks, capitals and accents', () => {
  expect(keyOf('Time Zone')).toBe(keyOf('TimeZone'));
  expect(keyOf('Fee ')).toBe(keyOf('FEE'));
  expect(keyOf('État')).toBe(keyOf('etat'));
  expect(keyOf('De l’adresse')).toBe(keyOf("De l'adresse"));
  expect(keyOf('Währung')).not.toBe(keyOf('Waehrung'));
});

describe('A long CSV file is read piece by piece', () => {
  /** Some of the records span lines, with quotes and separators in them. */
  const record = (count: number): readonly string[] =>
    count % 7 === 0 ? [`${count}`, `first\nsecond${'x'.repeat(count % 90)}`, 'say "hi", you'] : [`${count}`, 'x'.repeat(count % 90), ''];
  const written = (cells: readonly string[]) =>
    cells.map((cell) => (/[\n",]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',');
  const records = Array.from({ length: 5000 }, (_, count) => record(count));
  const text = records.map((each) => `${written(each)}\n`).join('');

  it('wherever the pieces end, the rows and their lines are those of the file', () => {
    expect(text.length).toBeGreaterThan(200_000);
    const rows = rowsOf(text, ',');
    expect(rows.map(({ cells }) => cells)).toEqual(records);
    let line = 1;
    for (const row of rows) {
      expect(row.line).toBe(line);
      line += row.cells[1]!.split('\n').length;
    }
  });

  it('only its very last record may be cut off', () => {
    const cut = rowsOf(text.slice(0, -1), ',');
    expect(cut.filter(({ mayBeCut }) => mayBeCut).map(({ line }) => line)).toEqual([cut.at(-1)!.line]);
  });

  it('a quote that is opened far down and never closed is named by its line', () => {
    const rows = rowsOf(text, ',');
    const broken = `${text}7000,"never closed\n${'a,b,c\n'.repeat(30_000)}`;
    const line = rows.at(-1)!.line + 1;
    expect(() => rowsOf(broken, ',')).toThrow(expect.objectContaining({ faults: [expect.objectContaining({ field: `line ${line}` })] }));
  });
});
