import { codesIn, readText } from '../architecture/sources.js';
import { arithmeticMutants } from './arithmetic-mutants.js';
import { entryMutants } from './entry-mutants.js';

const format = readText('docs/public-log.md');
const chapter = format.slice(format.indexOf('## 9. Names of faults'), format.indexOf('## 10.'));

describe('Every fault that docs/public-log.md names', () => {
  const [ofEntries = '', ofLogs = ''] = chapter.split('A log whose entries are all well formed');

  it('of an entry has bytes that are refused under that name', () => {
    const named = codesIn(ofEntries).filter((code) => !code.endsWith('/'));
    expect([...new Set(entryMutants.map(([, , code]) => code))].sort()).toEqual(named.map((name) => `entry/${name}`).sort());
  });

  it('of a log has a log that is refused under that name', () => {
    const named = ofLogs.split('\n').flatMap((line) => codesIn(line.split('|')[1] ?? ''));
    expect([...new Set(arithmeticMutants.map(([, , code]) => code))].sort()).toEqual([...named].sort());
  });
});
