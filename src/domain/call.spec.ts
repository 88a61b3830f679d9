import { asked, cash, knownPerson, refusalOf, sealed } from '../../test/support/given.js';
import {
  type CallEntry,
  type CallFact,
  type PreparedCall,
  type Recipient,
  type RecipientFact,
  addressVersionOf,
  callStream,
  closeCall,
  recheckCall,
  withdrawCall,
  evolveCall,
  evolveRecipient,
  logCall,
  platformOf,
  recipientStream,
} from './call.js';
import { twoWords } from './two-words.js';

const now = '2026-10-04T16:00:00.000Z';
const nobody = recipientStream('r1').unborn;
const heard: CallEntry = { ...asked, rail: 'interac', address: 'min@example.org', fitsThePromise: true };
const made: PreparedCall = { call: 'c1', recipient: 'r1', name: 'maple-otter', person: sealed(), address: sealed() };
const note = (more: Partial<CallEntry> = {}, recipient: Recipient = nobody, prepared = made) =>
  logCall(recipient, { ...heard, ...more }, prepared, now);
const foldCall = (...facts: readonly CallFact[]) => facts.reduce(evolveCall, callStream('c1').unborn);
const put = (reason: 'answered' | 'not-this-time') => ({ ...asked, call: 'c1', reason });

describe('A call is noted as little as it can be', () => {
  it('two words, a platform, that it fits the promise, and all that is personal sealed', () => {
    const { call, recipient } = note({ link: 'https://www.instagram.com/p/abc' }, nobody, { ...made, link: sealed() });
    expect(call[0]!.data).toEqual({
      call: 'c1',
      name: 'maple-otter',
      platform: 'instagram',
      fitsThePromise: true,
      person: sealed(),
      link: sealed(),
    });
    expect(recipient[0]!.data).toEqual({ recipient: 'r1', rail: 'interac', address: sealed(), addressVersion: 1 });
    expect(JSON.stringify([...call, ...recipient])).not.toContain('example.org');
  });

  it('the amount and the day only if the person gave them', () => {
    expect(note({ asked: cash('120.00 CAD'), neededBy: '2026-10-09' }).call[0]!.data).toMatchObject({
      asked: cash('120.00 CAD'),
      neededBy: '2026-10-09',
    });
  });

  it('someone known gets another version of how to pay them; the earlier ones stay', () => {
    const { recipient } = note({ rail: 'cheque' }, knownPerson);
    const after = recipient.reduce(evolveRecipient, knownPerson);
    expect([addressVersionOf(nobody), addressVersionOf(knownPerson), addressVersionOf(after)]).toEqual([0, 1, 2]);
    expect(after).toMatchObject({ status: 'known', rail: 'cheque' });
  });

  it('someone known who is paid in the very same way gets none, unless it was revised meanwhile', () => {
    const same = { ...made, sameAsVersion: 1 };
    expect(note({}, knownPerson, same).recipient).toEqual([]);
    const revised = note({ rail: 'cheque' }, knownPerson).recipient.reduce(evolveRecipient, knownPerson);
    expect(note({}, revised, same).recipient[0]!.data).toMatchObject({ addressVersion: 3 });
  });

  it.each<[string, Partial<CallEntry>, Recipient, string]>([
    ['outside the promise', { fitsThePromise: false }, nobody, 'fitsThePromise'],
    ['for nothing', { asked: cash('0.00 CAD') }, nobody, 'asked'],
    ['by 30 February', { neededBy: '2026-02-30' }, nobody, 'neededBy'],
    ['without a way to pay', { address: ' ' }, nobody, 'address'],
    ['of a person who asked to be forgotten', {}, { status: 'erased' }, 'recipient/erased'],
  ])('not one %s', (_, more, recipient, why) => {
    expect(refusalOf(() => note(more, recipient))).toBe(why);
  });

  it('from an address that is known asks whether it is the same person, and takes either answer', () => {
    const like = { ...made, like: 'river-stone' };
    expect(refusalOf(() => note({ someoneElse: false }, nobody, like))).toBe('earlier');
    expect(note({ someoneElse: true }, nobody, like).call).toHaveLength(1);
    expect(note({ someoneElse: false, earlier: 'c0' }, knownPerson, like).call).toHaveLength(1);
    expect(note({}, nobody, like).call).toHaveLength(1);
    expect(note({ someoneElse: false }).call).toHaveLength(1);
  });

  it('not under a name of more than two plain words', () => {
    expect(refusalOf(() => note({}, nobody, { ...made, name: 'Min from the river' }))).toBe('name');
  });

  it('two random bytes make two words that it can be filed under, every time', () => {
    for (let byte = 0; byte < 256; byte += 1) expect(twoWords(Uint8Array.of(byte, 255 - byte))).toMatch(/^[a-z]+-[a-z]+$/);
  });
});

describe('The platform is told by the host alone', () => {
  it.each([
    ['https://www.instagram.com/p/abc', 'instagram'],
    ['https://x.com/someone/status/1', 'twitter'],
    ['https://bsky.app/profile/a', 'bluesky'],
    ['https://mastodon.social/@a', 'mastodon'],
    ['https://threads.net/@a', 'threads'],
    ['https://notinstagram.com/p', 'other'],
    ['https://instagram.com.example/p', 'other'],
    ['https://example.org/?u=instagram.com', 'other'],
    ['INSTAGRAM', 'other'],
    ['', 'other'],
  ])('"%s" is %s', (link, platform) => {
    expect(platformOf(link)).toBe(platform);
  });
});

describe('A call is put away, never judged', () => {
  const open = foldCall(...note().call);

  it('once', () => {
    const away = closeCall(open, put('answered'), now);
    expect(foldCall(...note().call, ...away)).toMatchObject({ status: 'closed' });
    expect(closeCall(foldCall(...note().call, ...away), put('not-this-time'), now)).toEqual([]);
  });

  it('if it is here', () => {
    expect(refusalOf(() => closeCall(foldCall(), put('answered'), now))).toBe('call/unknown');
  });

  it.each<[string, CallFact, string]>([
    [
      'looked at again and still open, it stays open',
      { type: 'CallRechecked', data: { call: 'c1', stillOpen: true }, happenedAt: now },
      'open',
    ],
    [
      'looked at again and answered, it is closed',
      { type: 'CallRechecked', data: { call: 'c1', stillOpen: false }, happenedAt: now },
      'closed',
    ],
    ['taken back by the person, it is withdrawn', { type: 'CallWithdrawn', data: { call: 'c1' }, happenedAt: now }, 'withdrawn'],
  ])('%s', (_, fact, status) => {
    expect(foldCall(...note().call, fact).status).toBe(status);
    expect(() => foldCall(fact)).toThrow(`${fact.type} on a call that was never logged.`);
  });

  it('of someone forgotten nothing more can be paid; what was begun before can end', () => {
    const forgotten: RecipientFact = { type: 'RecipientErased', data: { recipient: 'r1' }, happenedAt: now };
    expect([...note().recipient, forgotten].reduce(evolveRecipient, nobody)).toEqual({
      status: 'erased',
      addresses: [{ address: sealed() }],
    });
    expect(addressVersionOf({ status: 'erased' })).toBe(0);
  });
});

describe('Before money is sent one looks whether the call is still open', () => {
  const open = foldCall(...note().call);
  const closed = foldCall(...note().call, ...closeCall(open, put('answered'), now));
  const looked = (call: ReturnType<typeof foldCall>, stillOpen: boolean) => recheckCall(call, { ...asked, call: 'c1', stillOpen }, now);

  it('and it stays, or is put away', () => {
    expect(foldCall(...note().call, ...looked(open, true)).status).toBe('open');
    expect(foldCall(...note().call, ...looked(open, false)).status).toBe('closed');
  });

  it('one that is put away is not open again by looking', () => {
    expect(refusalOf(() => looked(closed, true))).toBe('call/not-open');
    expect(looked(closed, false)).toEqual([]);
    expect(refusalOf(() => looked(foldCall(), true))).toBe('call/unknown');
  });
});

describe('A call is the person’s to take back', () => {
  const take = (call: ReturnType<typeof foldCall>) => withdrawCall(call, { ...asked, call: 'c1' }, now);

  it('at any time, once', () => {
    const open = foldCall(...note().call);
    const after = foldCall(...note().call, ...take(open));
    expect(after.status).toBe('withdrawn');
    expect(take(after)).toEqual([]);
    expect(take(foldCall(...note().call, ...closeCall(open, put('answered'), now)))).toHaveLength(1);
    expect(refusalOf(() => take(foldCall()))).toBe('call/unknown');
  });
});
