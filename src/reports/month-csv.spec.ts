import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { csvLine, csvValue } from './month-csv.js';

describe('a value in a file for spreadsheets', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-cmd', "'-cmd"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\tx', "'\tx"],
    [' =1', "' =1"],
    ['ces-50', 'ces-50'],
    ['a,b', '"a,b"'],
    ['say "so"', '"say ""so"""'],
    ['=a,b', `"'=a,b"`],
  ])('%j is written as %j', (text, written) => {
    expect(csvValue(text)).toBe(written);
  });

  it('stays a number where it is an amount, the minus included', () => {
    expect(csvValue({ number: '-80.00' })).toBe('-80.00');
  });

  it('is read back as it was by any reader of RFC 4180', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 2, maxLength: 6 }), (values) => {
        const [read] = parse(csvLine(values), { record_delimiter: '\r\n' }) as string[][];
        expect(read!.map((value, index) => (value === values[index] ? value : value.replace(/^'/, '')))).toEqual(values);
      }),
    );
  });
});
