import { readdirSync } from 'node:fs';
import os from 'node:os';
import fc from 'fast-check';
import { inOrder } from './in-order.js';

const folders = (): string[] => readdirSync(os.tmpdir()).filter((name) => name.startsWith('ledger-export-'));

async function sortedIn(parts: number, keys: readonly string[]): Promise<string[]> {
  async function* texts() {
    for (const [at, key] of keys.entries()) yield { key, text: `${key}\n${at}` };
  }
  const sorted: string[] = [];
  for await (const text of inOrder(texts(), parts)) sorted.push(text);
  return sorted;
}

describe('Texts in the order of their keys', () => {
  it('are the same whether they fit into memory or not, and equal keys stay as they came', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('a', 'b', 'b~', 'c'), { maxLength: 30 }),
        fc.integer({ min: 1, max: 9 }),
        async (keys, most) => {
          expect(await sortedIn(most, keys)).toEqual(await sortedIn(1000, keys));
          const stable = keys
            .map((key, at) => ({ key, at }))
            .sort((one, other) => (one.key < other.key ? -1 : one.key > other.key ? 1 : one.at - other.at));
          expect(await sortedIn(most, keys)).toEqual(stable.map(({ key, at }) => `${key}\n${at}`));
        },
      ),
      { numRuns: 40 },
    );
  });

  it('leave no file behind, also where the reader goes away in the middle', async () => {
    const before = folders();
    async function* many() {
      for (let at = 0; at < 20; at += 1) yield { key: String(at), text: 'x' };
    }
    for await (const _ of inOrder(many(), 3)) break;
    expect(folders()).toEqual(before);
  });
});
