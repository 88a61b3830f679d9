import { OutcomeUnknown, StoreBusy, StoreUnavailable } from '../event-store/faults.js';
import { InvalidInput } from '../domain/refusal.js';
import { ImportInterrupted, whereItStopped } from './import-interrupted.js';

const stopped = (error: unknown, through: number, lines = 1700) => whereItStopped(error, { through, lines, request: 'r1' }, 500);

describe('A file in the middle of which the database stops answering', () => {
  it.each([
    ['is out of reach', new StoreUnavailable()],
    ['is too busy', new StoreBusy()],
  ])('because it %s: what stands is said, and that it goes on under the same key', (_, error) => {
    const { message, cause } = stopped(error, 1000) as Error;
    expect(message).toContain('The first 1000 of 1700 lines are in the books');
    expect(message).toContain('the key r1');
    expect(message).not.toContain('Nothing was recorded');
    expect(cause).toBe(error);
  });

  it('in its first part: the second was on its way too, so nobody says that nothing stands', () => {
    expect(stopped(new StoreBusy(), 0)).toMatchObject({ message: expect.stringContaining('Some of the lines may be in the books') });
  });

  it('of a file that is one append nothing stands, and the error itself says so', () => {
    const error = new StoreUnavailable();
    expect(stopped(error, 0, 500)).toBe(error);
  });

  it.each([
    new OutcomeUnknown('r1'),
    new InvalidInput([{ field: 'line 9', says: 'No.' }]),
    new TypeError('a bug'),
  ])('no other fault is said to be one of the database: %s', (error) => {
    expect(stopped(error, 1000)).toBe(error);
    expect(stopped(error, 1000)).not.toBeInstanceOf(ImportInterrupted);
  });
});
