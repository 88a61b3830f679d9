import { v7 } from 'uuid';
import { textArray, uuidArray } from '../../src/event-store/binary-arrays.js';
import { type Column, type Travel, rowset } from '../../src/event-store/rowset.js';
import { type FreshDatabase, freshDatabase } from '../support/database.js';

const texts = [
  '',
  'a',
  'é',
  'ünïcödé 漢字',
  '😀 \u{10ffff}',
  'x'.repeat(70_000),
  '"{},\\NULL null',
  "it's\n\t\r\b\f\v",
  '\u2028\ufeff\uffff',
  ' ',
];
const times = [
  '0001-01-01T00:00:00.000Z',
  '1582-10-15T00:00:00.001Z',
  '1969-12-31T23:59:59.999Z',
  '1970-01-01T00:00:00.000Z',
  '1999-12-31T23:59:59.999Z',
  '2000-01-01T00:00:00.000Z',
  '2026-10-04T16:00:00.123Z',
  '9999-12-31T23:59:59.999Z',
];

/** What goes in, and how PostgreSQL shows it as text. */
const kinds: readonly [type: string, values: readonly unknown[], shown: readonly (string | null)[]][] = [
  ['text', texts, texts],
  [
    'bigint',
    [0n, 1n, -1n, 2n ** 53n + 1n, 2n ** 63n - 1n, -(2n ** 63n)],
    ['0', '1', '-1', '9007199254740993', '9223372036854775807', '-9223372036854775808'],
  ],
  ['integer', [0, 1, -1, 2 ** 31 - 1, -(2 ** 31)], ['0', '1', '-1', '2147483647', '-2147483648']],
  [
    'bytea',
    [Buffer.alloc(0), Buffer.of(0), Buffer.from('00ff80', 'hex'), Buffer.alloc(40_000, 7)],
    ['\\x', '\\x00', '\\x00ff80', `\\x${'07'.repeat(40_000)}`],
  ],
  [
    'uuid',
    ['00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff'],
    ['00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff'],
  ],
  ['jsonb', [{ a: 'é😀' }, [], 0, false, '', '\\u0000'], ['{"a": "é😀"}', '[]', '0', 'false', '""', '"\\\\u0000"']],
  ['timestamp with time zone', times, times],
  ['boolean', [true, false], ['true', 'false']],
];

describe('columns of a batch reach PostgreSQL as they were', () => {
  let database: FreshDatabase;
  beforeAll(async () => {
    database = await freshDatabase();
  });
  afterAll(() => database.close());

  const asText = (type: string): string =>
    type === 'timestamp with time zone' ? `to_char(one at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')` : 'one::text';
  async function shownAs(type: string, values: readonly unknown[], travel: Travel): Promise<(string | null)[]> {
    const columns: Column[] = [
      { name: 'at', type: 'integer', values: values.map((_, index) => index) },
      { name: 'one', type, values },
    ];
    const set = rowset(columns, 1, travel);
    const { rows } = await database.servicePool.query<{ shown: string | null }>(
      `select ${asText(type)} as shown from ${set.sql()} order by at`,
      [...set.values],
    );
    return rows.map(({ shown }) => shown);
  }

  describe.each(kinds)('%s', (type, values, shown) => {
    it('as arrays', async () => expect(await shownAs(type, values, 'as-arrays')).toEqual(shown));
    it('as a list, a few at a time', async () => {
      for (let from = 0; from < values.length; from += 3) {
        expect(await shownAs(type, values.slice(from, from + 3), 'as-list')).toEqual(shown.slice(from, from + 3));
      }
    });
    it('with nulls at both ends and between', async () => {
      const holed = [null, ...values.flatMap((value) => [value, undefined]), null];
      const expected = [null, ...shown.flatMap((each) => [each, null]), null];
      expect(await shownAs(type, holed, 'as-arrays')).toEqual(expected);
    });
    it('all null', async () => expect(await shownAs(type, [null, null], 'as-arrays')).toEqual([null, null]));
    it('none at all', async () => expect(await shownAs(type, [], 'as-arrays')).toEqual([]));
  });

  it('an array of none is an array, not null', async () => {
    const { rows } = await database.servicePool.query('select cardinality($1::text[]) as length', [textArray([])]);
    expect(rows).toEqual([{ length: 0 }]);
  });

  it('a text with a zero byte, which PostgreSQL cannot hold, is refused whole', async () => {
    await expect(shownAs('text', ['a', 'b\u0000c'], 'as-arrays')).rejects.toMatchObject({ code: '22021' });
  });

  it.each([
    ['too short', 'abc'],
    ['with something after it', `${v7()}-more`],
    ['with a letter that is no digit', v7().replace(/.$/, 'g')],
    ['a text of its length', 'not an id, but of the very length ..'],
  ])('an id %s is refused, and never taken for another', (_what, value) => {
    expect(() => uuidArray([value])).toThrow(RangeError);
  });

  it.each([
    ['integer', 2 ** 31],
    ['integer', 1.5],
    ['bigint', 2n ** 63n],
    ['timestamp with time zone', 'yesterday'],
  ])('a value that its column cannot hold is refused, and never cut to fit: %s %s', async (type, value) => {
    await expect(shownAs(type, [value], 'as-arrays')).rejects.toMatchObject({ name: 'RangeError' });
  });
});
