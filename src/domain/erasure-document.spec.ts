import { readFileSync } from 'node:fs';
import path from 'node:path';
import { erasureLeaves, erasureReaches } from './erasure.js';

const document = readFileSync(path.join(__dirname, '../../docs/erasure.md'), 'utf8');

describe('docs/erasure.md says what the page says', () => {
  it.each([...erasureReaches, ...erasureLeaves])('%s', (sentence) => {
    expect(document.split('\n')).toContain(`- ${sentence}`);
  });
});
