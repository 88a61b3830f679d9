import { readFileSync } from 'node:fs';
import { verifyEntries } from './arithmetic.js';
import { decodeEntry, encodeEntry } from './entry.js';
import { kinds } from './entry-kinds.js';
import { orderOfKinds } from './publication-order.js';

const format = readFileSync('docs/public-log.md', 'utf8');
const chapter = (from: string, to: string): string => format.slice(format.indexOf(from), format.indexOf(to));

describe('The document of the format', () => {
  it('shows an example log that a verifier accepts, byte for byte', () => {
    const lines = format.split('\n').filter((line) => line.startsWith('{"'));
    expect(lines.length).toBeGreaterThan(5);
    expect(verifyEntries(lines.map((line) => decodeEntry(line)))).toEqual([]);
    expect(lines.map((line) => encodeEntry(decodeEntry(line)))).toEqual(lines);
  });

  it.each(Object.entries(kinds))('describes %s with every field', (kind, fields) => {
    const described = chapter('## 2. The kinds', '## 3. A publication');
    expect(described).toContain(`\`${kind}\``);
    for (const field of Object.keys(fields)) expect(described).toContain(`\`${field}\``);
  });

  it('gives the order of kinds as the program keeps it', () => {
    const named = [...chapter('## 3. A publication', '## 4. The schedule').matchAll(/`([a-z]+\.[a-z]+)`/g)].map(([, kind]) => kind);
    expect(named).toEqual(orderOfKinds);
  });
});
