import { exists, readText } from './sources.js';

const lines = [...readText('docs/threat-model.md').matchAll(/^\| ([^|]+) \| ([^|]+) \| `([^`]+)`: \*([^*]+)\* \|$/gm)].map(
  ([, who, against, file, title]) => ({
    who: who!,
    against: against!,
    file: file!,
    title: title!,
  }),
);
const rows = readText('docs/threat-model.md').match(/^\| (?!who |---)/gm) ?? [];

describe('What stands against whoever could do harm', () => {
  it('is said line by line, each with the test that holds it', () => {
    expect(lines.length).toBeGreaterThan(30);
    expect(lines).toHaveLength(rows.length);
  });

  it.each(lines)('$who: held by a test that is there', ({ file, title }) => {
    expect([file, exists(file)]).toEqual([file, true]);
    expect(readText(file)).toContain(title);
  });
});
