import { type Column, rowset } from './rowset.js';

const columns = (...rows: readonly [bigint | undefined, object | null][]): Column[] => [
  { name: 'minor', type: 'bigint', values: rows.map(([minor]) => minor) },
  { name: '"to"', type: 'jsonb', values: rows.map(([, to]) => to) },
];

describe('rows on their way into a statement', () => {
  it('a few travel as a list of values, row by row, in SQL numbered from the first free parameter', () => {
    expect(rowset(columns([1n, { a: 1 }], [undefined, null]), 5, 'as-list')).toEqual({
      sql: '(values ($5::bigint, $6::jsonb), ($7::bigint, $8::jsonb)) as v(minor, "to")',
      values: ['1', '{"a":1}', null, null],
    });
  });

  it.each([
    ['many', 'as-list', 4],
    ['none', 'as-list', 0],
    ['those of a group, however few', 'as-arrays', 1],
  ] as const)('%s travel as one array a column', (_which, travel, count) => {
    const { sql, values } = rowset(columns(...Array.from({ length: count }, (): [bigint, object] => [1n, {}])), 5, travel);
    expect(sql).toBe('(select unnest($5::bigint[]), unnest($6::jsonb[])) as v(minor, "to")');
    expect(values).toEqual([expect.any(Buffer), expect.any(Buffer)]);
  });

  it('of a type that has no array of ours, pg writes the array', () => {
    const kinds: Column[] = [{ name: 'inside', type: 'boolean', values: [true, undefined, null] }];
    expect(rowset(kinds, 1, 'as-arrays')).toEqual({ sql: '(select unnest($1::boolean[])) as v(inside)', values: [[true, null, null]] });
  });

  it('however many rows there are, their statement is the same', () => {
    const of = (count: number) => rowset(columns(...Array.from({ length: count }, (): [bigint, null] => [1n, null])), 1, 'as-arrays').sql;
    expect(of(1)).toBe(of(512));
  });
});
