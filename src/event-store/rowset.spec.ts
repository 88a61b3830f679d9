import { type Column, rowset } from './rowset.js';

const columns = (...rows: readonly [bigint | undefined, object | null][]): Column[] => [
  { name: 'minor', type: 'bigint', values: rows.map(([minor]) => minor) },
  { name: '"to"', type: 'jsonb', values: rows.map(([, to]) => to) },
];

describe('rows on their way into a statement', () => {
  it('a few travel as a list of values, row by row, in SQL numbered from the first free parameter', () => {
    const { sql, values } = rowset(columns([1n, { a: 1 }], [undefined, null]), 5, 'as-list');
    expect(sql()).toBe('(values ($5::bigint, $6::jsonb), ($7::bigint, $8::jsonb)) as v(minor, "to")');
    expect(values).toEqual(['1', '{"a":1}', null, null]);
  });

  it.each([
    ['many', 'as-list', 4],
    ['none', 'as-list', 0],
    ['those of a group, however few', 'as-arrays', 1],
  ] as const)('%s travel as one array a column', (_which, travel, count) => {
    const { sql, values } = rowset(columns(...Array.from({ length: count }, (): [bigint, object] => [1n, {}])), 5, travel);
    expect(sql()).toBe('(select unnest($5::bigint[]), unnest($6::jsonb[])) as v(minor, "to")');
    expect(values).toEqual([expect.any(Buffer), expect.any(Buffer)]);
  });

  it('of a type that has no array of ours, pg writes the array', () => {
    const kinds: Column[] = [{ name: 'inside', type: 'boolean', values: [true, undefined, null] }];
    const { sql, values } = rowset(kinds, 1, 'as-arrays');
    expect([sql(), values]).toEqual(['(select unnest($1::boolean[])) as v(inside)', [[true, null, null]]]);
  });

  it('however many rows there are, their statement is the same', () => {
    const of = (count: number) => rowset(columns(...Array.from({ length: count }, (): [bigint, null] => [1n, null])), 1, 'as-arrays');
    expect(of(1).sql()).toBe(of(512).sql());
    expect(of(1).kind).toBe(of(512).kind);
  });

  it('and where the statement is another, it is of another kind', () => {
    const of = (count: number) => rowset(columns(...Array.from({ length: count }, (): [bigint, null] => [1n, null])), 1, 'as-list');
    const counts = [1, 2, 3, 4];
    expect(new Set(counts.map((count) => of(count).sql())).size).toBe(counts.length);
    expect(new Set(counts.map((count) => of(count).kind)).size).toBe(counts.length);
  });
});
