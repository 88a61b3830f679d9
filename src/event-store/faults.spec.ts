import pg from 'pg';
import { isAnswerLost, isConnectionFault } from './faults.js';

describe('whether a statement that failed might stand all the same', () => {
  const told = (severity: string, code: string): pg.DatabaseError =>
    Object.assign(new pg.DatabaseError('No space left on device', 0, 'error'), { severity, code });

  it.each([
    ['the line was cut', new Error('Connection terminated unexpectedly'), true],
    ['nothing came in time', new Error('Query read timeout'), true],
    ['the other side hung up', Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }), true],
    ['the server broke down on its log', told('PANIC', '53100'), true],
    ['the same, told in German', told('PANIK', '58030'), true],
    ['the server had no room for the rows', told('ERROR', '53100'), false],
    ['the server was shut down before the commit', told('FATAL', '57P01'), false],
    ['the statement was wrong', told('ERROR', '23502'), false],
    ['we were wrong', new TypeError('x is undefined'), false],
  ])('%s: %s → %s', (_what, error, might) => {
    expect(isAnswerLost(error)).toBe(might);
  });

  it('a full disk is the database not answering, not a bug', () => {
    expect(isConnectionFault(told('ERROR', '53100'))).toBe(true);
  });
});
