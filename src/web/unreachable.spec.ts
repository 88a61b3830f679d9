import { doesNotAnswer } from './unreachable.js';

const withCode = (code: string, more: object = {}): Error => Object.assign(new Error('words'), { code, ...more });

describe('What did not answer is asked again; everything else is a bug', () => {
  it.each([
    ['nobody listens there', withCode('ECONNREFUSED')],
    ['the socket of a database that starts anew is not there yet', withCode('ENOENT', { syscall: 'connect' })],
    ['the database shuts down', withCode('57P01')],
    ['the database has ended the session', withCode('57P05')],
    ['a line that was cut was written to', withCode('ERR_STREAM_DESTROYED')],
    ['the pool says so in words alone', new Error('Connection terminated unexpectedly')],
    ['a query was not answered in its time', new Error('Query read timeout')],
    ['something wraps it', Object.assign(new Error('failed'), { driverError: withCode('08006') })],
  ])('%s', (_says, error) => {
    expect(doesNotAnswer(error)).toBe(true);
  });

  it.each([
    ['a file that is not there', withCode('ENOENT', { syscall: 'open' })],
    ['a statement that was wrong', withCode('42601')],
    ['a bug', new TypeError('x is not a function')],
    ['nothing at all', undefined],
  ])('not: %s', (_says, error) => {
    expect(doesNotAnswer(error)).toBe(false);
  });
});
