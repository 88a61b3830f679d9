import { readWritten } from './written-form.js';

const faultsOf = (posted: Record<string, unknown>, size = 12) => readWritten(posted, size).faults.map(({ field }) => field);

describe('What anyone writes in the public form', () => {
  it.each([
    ['words alone', { words: 'Thank you.' }, { about: { what: 'redistributing' }, words: 'Thank you.', mayPublish: false }],
    [
      'with everything',
      { about: 'month', month: ' 2026-10 ', words: 'Late.', name: ' Ash ', reply: 'ash@mail.example', mayPublish: 'yes' },
      { about: { what: 'month', month: '2026-10' }, words: 'Late.', name: 'Ash', reply: 'ash@mail.example', mayPublish: true },
    ],
    ['of an entry', { about: 'entry', entry: '11', words: 'x' }, { about: { what: 'entry', entry: 11 }, words: 'x', mayPublish: false }],
    ['of the promise', { about: 'promise', words: 'x' }, { about: { what: 'promise' }, words: 'x', mayPublish: false }],
    [
      'lines and blanks as typed',
      { words: '  one\r\n\r\ntwo ' },
      { about: { what: 'redistributing' }, words: '  one\n\ntwo ', mayPublish: false },
    ],
    ['anything but yes is no', { words: 'x', mayPublish: 'YES' }, { about: { what: 'redistributing' }, words: 'x', mayPublish: false }],
  ])('%s', (_, posted, written) => {
    expect(readWritten(posted, 12)).toEqual({ written, faults: [] });
  });

  it.each([
    ['nothing', {}, ['words']],
    ['blanks', { words: ' \n ' }, ['words']],
    ['more than fits', { words: 'é'.repeat(10_001) }, ['words']],
    ['no subject of ours', { words: 'x', about: 'a person' }, ['about']],
    ['no month', { words: 'x', about: 'month' }, ['month']],
    ['a month that is none', { words: 'x', about: 'month', month: '2026-13' }, ['month']],
    ['an entry that is none', { words: 'x', about: 'entry', entry: '-1' }, ['entry']],
    ['an entry that is not there yet', { words: 'x', about: 'entry', entry: '12' }, ['entry']],
    ['the box that nobody sees', { words: 'x', website: 'https://spam.example' }, ['form']],
    ['a field that nobody asked for', { words: 'x', amount: '5' }, ['form']],
    ['several at once', { about: 'month', month: 'x', name: 'n'.repeat(201) }, ['words', 'name', 'month']],
  ])('%s is told at the field', (_, posted, fields) => {
    expect(faultsOf(posted)).toEqual(fields);
  });

  it.each([
    ['characters of four bytes, counted as one each', '🌻'.repeat(10_000)],
    ['right to left', 'שלום, ‏زكاة‎ وعون'],
    ['markup and script', '<script>alert(1)</script><b>&amp;</b>'],
  ])('takes %s', (_, words) => {
    expect(readWritten({ words }, 0)).toMatchObject({ written: { words }, faults: [] });
  });
});
