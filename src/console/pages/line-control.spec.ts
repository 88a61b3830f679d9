import { InvalidInput } from '../../domain/refusal.js';
import { type LineSaid, readControl, wordsOf } from './line-control.js';

const payment = '01990000-0000-7000-8000-000000000001';

describe('the control of one line', () => {
  it.each<LineSaid>([
    { is: 'leave' },
    { is: 'dismiss' },
    { is: 'seen' },
    { is: 'same', payment },
    { is: 'record', offering: 'ces-50' },
    { is: 'record', offering: 'ces-50', besides: payment },
  ])('is read as it was written: %j', (said) => {
    expect(readControl(`12:${wordsOf(said)}`)).toEqual({ line: '12', said });
  });

  it.each([
    '12',
    '12:',
    ':leave',
    'x:leave',
    '12:same',
    '12:same:last one',
    '12:record:',
    `12:record:ces-50:besides:`,
    `12:leave:${payment}`,
    '12:leave\n',
  ])('holds nothing else: %j', (sent) => {
    expect(() => readControl(sent)).toThrow(InvalidInput);
  });
});
