import { asked, refusalOf, sealed } from '../../test/support/given.js';
import { type Call, type Consent, callStream, consents, consentsOf, evolveCall, withdrawCall } from './call.js';
import { giveConsent, withdrawConsent } from './consent.js';

const now = '2026-10-04T16:00:00.000Z';
const logged = { call: 'c1', name: 'maple-otter', platform: 'other', fitsThePromise: true, person: sealed() } as const;
const open: Call = { status: 'open', logged };
const give = (call: Call, consent: Consent) => giveConsent(call, { ...asked, call: 'c1', consent }, now);
const takeBack = (call: Call, consent: Consent) => withdrawConsent(call, { ...asked, call: 'c1', consent }, now);
const followed = (call: Call, facts: ReturnType<typeof give>): Call => facts.reduce(evolveCall, call);

describe('What a person agrees to', () => {
  it('is nothing, until they say so', () => {
    expect(consentsOf(open)).toEqual([]);
  });

  it.each(consents)('is one thing by itself: %s', (consent) => {
    const agreed = followed(open, give(open, consent));
    expect(consentsOf(agreed)).toEqual([consent]);
    expect(give(agreed, consent)).toEqual([]);
    expect(consentsOf(followed(agreed, takeBack(agreed, consent)))).toEqual([]);
  });

  it('can be taken back by itself, and the other stays', () => {
    const both = consents.reduce<Call>((call, consent) => followed(call, give(call, consent)), open);
    expect(consentsOf(followed(both, takeBack(both, 'receipt')))).toEqual(['acknowledgement']);
  });

  it('can be taken back after the call is put away, and what was never given is nothing to take back', () => {
    const closed: Call = { ...open, status: 'closed', consents: ['receipt'] };
    expect(takeBack(closed, 'receipt')).toHaveLength(1);
    expect(takeBack(closed, 'acknowledgement')).toEqual([]);
  });

  it('ends with the call that they take back', () => {
    const agreed = followed(open, give(open, 'receipt'));
    expect(consentsOf(withdrawCall(agreed, { ...asked, call: 'c1' }, now).reduce(evolveCall, agreed))).toEqual([]);
  });

  it('is not asked of a call that is not here, or was taken back', () => {
    expect(refusalOf(() => give(callStream('c1').unborn, 'receipt'))).toBe('call/unknown');
    expect(refusalOf(() => takeBack(callStream('c1').unborn, 'receipt'))).toBe('call/unknown');
    expect(refusalOf(() => give({ ...open, status: 'withdrawn' }, 'receipt'))).toBe('call/withdrawn');
  });
});
