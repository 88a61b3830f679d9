import { isEventType, lift, schemas } from './events.js';

describe('The reader stops loudly before what it does not know', () => {
  it.each<[string, string, number, string]>([
    [
      'an event of a newer program',
      'PledgeDoubled',
      1,
      'The books hold an event "PledgeDoubled" that this program does not know. Start a newer version.',
    ],
    ['a name that every object has', 'constructor', 1, 'does not know'],
    ['a newer version of a payload', 'PaymentReceived', schemas.PaymentReceived + 1, 'this program knows'],
    ['a version that never was', 'PaymentReceived', 0, 'There is no lift for PaymentReceived from version 0.'],
  ])('%s', (_, type, schema, says) => {
    expect(() => lift(type, schema, {})).toThrow(says);
  });

  it('what is written today is read as it stands', () => {
    const data = { month: '2026-10' };
    expect(lift('MonthClosed', schemas.MonthClosed, data)).toEqual({ type: 'MonthClosed', data });
    expect(isEventType('MonthClosed')).toBe(true);
  });
});
