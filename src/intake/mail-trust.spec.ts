import { type MailPlace, isRefused, largestMailBytes } from '../domain/mail.js';
import { findKey, mailNamed, mailOf, place, signed, withHeader } from '../../test/support/mails.js';
import { interacMails } from './interac-mail.js';

const reader = interacMails(findKey);
const mail = mailNamed('deposited-old-en');
const handedIn: MailPlace = { ...place, way: 'webhook', ownHost: 'mx.practice.example' };

/** What is wrong with it, or that it counts. */
async function standingOf(bytes: Buffer, at: MailPlace = place, by = reader): Promise<string> {
  const read = await by.readOne(bytes, at);
  return isRefused(read) ? read.fault : 'counts';
}

describe('A mail counts by Interac’s own signature', () => {
  it('and by that alone, however it came', async () => {
    expect(await standingOf(signed(mail))).toBe('counts');
    expect(await standingOf(signed(mail), { ...place, way: 'webhook' })).toBe('counts');
  });

  it('made for interac.ca or under it', async () => {
    const underIt = interacMails(async () => findKey('made-for-tests._domainkey.interac.ca'));
    expect(await standingOf(signed(mail, { domain: 'payments.interac.ca' }), place, underIt)).toBe('counts');
  });

  it.each([
    'interac.ca.example',
    'notinterac.ca',
    'interac.com',
    'practice.example',
  ])('not by one of %s, even if it holds', async (domain) => {
    const anyKey = interacMails(async () => findKey('made-for-tests._domainkey.interac.ca'));
    expect(await standingOf(signed(mail, { domain }), place, anyKey)).toBe('not-signed');
  });

  it('for other signers no key is ever looked for', async () => {
    const asked: string[] = [];
    const watching = interacMails(async (name) => {
      asked.push(name);
      return findKey(name);
    });
    await watching.readOne(signed(signed(mail).toString('latin1'), { domain: 'tracker.example' }), place);
    expect(asked).toEqual(['made-for-tests._domainkey.interac.ca']);
  });

  it('beside one of a host that passed it on', async () => {
    expect(await standingOf(signed(signed(mail).toString('latin1'), { domain: 'practice.example' }))).toBe('counts');
  });
});

describe('A mail is refused, with the reason, that', () => {
  const changed = (from: string, to: string) => Buffer.from(signed(mail).toString('latin1').replace(from, to), 'latin1');
  const extra = (header: string) => withHeader(signed(mail), header);

  it.each<[string, string, () => Buffer]>([
    ['was changed in its text', 'signature-broken', () => changed('$200.00 (CAD)', '$900.00 (CAD)')],
    ['was changed in its subject', 'signature-broken', () => changed('Subject: INTERAC', 'Subject: Interac')],
    ['was changed in its date', 'signature-broken', () => changed('04 Oct', '05 Oct')],
    ['was signed by another key', 'signature-broken', () => signed(mail, { byForger: true })],
    ['is not signed', 'not-signed', () => Buffer.from(mail)],
    ['is signed over a part of its body', 'signed-in-part', () => signed(mail, { more: 'l=10' })],
    ['is signed over none of its body', 'signed-in-part', () => signed(mail, { more: 'l=0' })],
    [
      'is signed without its sender',
      'not-covered',
      () => signed(mail, { headers: ['to', 'subject', 'date', 'content-type', 'content-transfer-encoding'] }),
    ],
    [
      'is signed without whom it was sent to',
      'not-covered',
      () => signed(mail, { headers: ['from', 'subject', 'date', 'content-type', 'content-transfer-encoding'] }),
    ],
    [
      'is signed without its subject',
      'not-covered',
      () => signed(mail, { headers: ['from', 'to', 'date', 'content-type', 'content-transfer-encoding'] }),
    ],
    [
      'is signed without what its parts are',
      'not-covered',
      () => signed(mail, { headers: ['from', 'to', 'subject', 'date', 'content-transfer-encoding'] }),
    ],
    [
      'is signed without a moment',
      'not-covered',
      () => signed(mail, { headers: ['from', 'to', 'subject', 'content-type', 'content-transfer-encoding'] }),
    ],
    ['is signed with SHA-1', 'signature-broken', () => signed(mail, { hash: 'sha1' })],
    ['has a second sender above', 'more-than-one-from', () => extra('From: Interac <notify@payments.interac.ca>')],
    [
      'has two senders in one header',
      'more-than-one-from',
      () => signed(mailOf('deposited-old-en', [['<notify@payments.interac.ca>', '<notify@payments.interac.ca>, <eve@mail.example>']])),
    ],
    ['has no sender', 'more-than-one-from', () => signed(mail.replace(/^From: .*\r\n/m, ''))],
    ['has a second subject above', 'header-twice', () => extra('Subject: INTERAC e-Transfer: EVE sent you money.')],
    ['has a second content type above', 'header-twice', () => extra('Content-Type: text/html')],
    [
      'only shows Interac’s name',
      'not-from-interac',
      () =>
        signed(
          mailOf('deposited-old-en', [['"ODETTE MARLOW" <notify@payments.interac.ca>', '"notify@payments.interac.ca" <eve@mail.example>']]),
        ),
    ],
    [
      'comes from a host of a like name',
      'not-from-interac',
      () => signed(mailOf('deposited-old-en', [['notify@payments.interac.ca>\r\nReply', 'notify@payments.interac.ca.example>\r\nReply']])),
    ],
    [
      'was sent to somebody else',
      'other-address',
      () => signed(mailOf('deposited-old-en', [['river@practice.example', 'other@practice.example']])),
    ],
    ['lies in the future', 'impossible-day', () => signed(mailOf('deposited-old-en', [['04 Oct 2026', '04 Dec 2026']]))],
    ['has a header that two programs read differently', 'unreadable', () => extra('From : Eve <eve@mail.example>')],
    ['is no mail', 'unreadable', () => Buffer.from('two hundred dollars')],
    ['is nothing', 'unreadable', () => Buffer.alloc(0)],
    ['is larger than any of Interac’s', 'too-large', () => Buffer.concat([signed(mail), Buffer.alloc(largestMailBytes, 'a')])],
  ])('%s: %s', async (_, fault, made) => {
    expect(await standingOf(made())).toBe(fault);
  });

  it('is signed by a key that is not at hand: it can be brought in again', async () => {
    const without = interacMails(async () => undefined);
    expect(await standingOf(signed(mail), place, without)).toBe('key-unknown');
  });

  it('a signature’s own moment stands in for a date that is not signed', async () => {
    const headers = ['from', 'to', 'subject', 'content-type', 'content-transfer-encoding'];
    const read = await reader.readOne(signed(mail, { headers, more: `t=${Date.parse('2026-10-03T16:00:00Z') / 1000}` }), place);
    expect(read).toMatchObject({ line: { day: '2026-10-03' } });
  });
});

describe('The practice’s own mail host vouches for a mail whose key is not at hand', () => {
  const keyless = interacMails(async () => undefined);
  const vouched = (...headers: string[]) => headers.reduceRight(withHeader, signed(mail));
  const ours =
    'Authentication-Results: mx.practice.example; dkim=pass (2048-bit key) header.d=interac.ca header.s=made; spf=pass smtp.mailfrom=payments.interac.ca';

  it('if it was handed in as it arrived there', async () => {
    expect(await standingOf(vouched(ours), handedIn, keyless)).toBe('counts');
    expect(await standingOf(vouched(ours), { ...handedIn, way: 'imap' }, keyless)).toBe('counts');
  });

  it.each([
    [
      'a version, a reason in quotes, blanks around =',
      'Authentication-Results: MX.practice.example 1; dkim = pass reason="good; dkim=fail" header.i=@payments.interac.ca',
    ],
    ['folded lines', 'Authentication-Results: mx.practice.example;\r\n\tspf=none;\r\n\tdkim=pass header.d=payments.interac.ca'],
  ])('%s are read', async (_, header) => {
    expect(await standingOf(vouched(header), handedIn, keyless)).toBe('counts');
  });

  it('and it is kept that it did, where no signature was found good here', async () => {
    expect(await keyless.readOne(vouched(ours), handedIn)).toMatchObject({ line: { vouchedBy: 'mail-host' } });
    expect(await interacMails(findKey).readOne(vouched(ours), handedIn)).toMatchObject({ line: { vouchedBy: 'signature' } });
  });

  it('and never in a file that was brought in', async () => {
    expect(await standingOf(vouched(ours), { ...handedIn, way: 'upload' }, keyless)).toBe('key-unknown');
  });

  it.each([
    ['another host’s', ['Authentication-Results: mx.other.example; dkim=pass header.d=interac.ca']],
    ['ours beneath another’s', ['Authentication-Results: mx.other.example; dkim=fail header.d=interac.ca', ours]],
    ['a second pass beneath our fail', ['Authentication-Results: mx.practice.example; dkim=fail header.d=interac.ca', ours]],
    [
      'a pass of another signer',
      ['Authentication-Results: mx.practice.example; dkim=pass header.d=mail.example; dkim=fail header.d=interac.ca'],
    ],
    ['a pass of a like name', ['Authentication-Results: mx.practice.example; dkim=pass header.d=interac.ca.example']],
    ['a pass of another check', ['Authentication-Results: mx.practice.example; spf=pass header.d=interac.ca']],
    [
      'a pass in a comment',
      ['Authentication-Results: mx.practice.example; dkim=fail (x (y) ; dkim=pass header.d=interac.ca) header.d=interac.ca'],
    ],
    ['a pass in quotes', ['Authentication-Results: mx.practice.example; dkim=fail reason="; dkim=pass header.d=interac.ca"']],
    ['a comment that never ends', ['Authentication-Results: mx.practice.example; dkim=pass header.d=interac.ca (']],
    ['a pass for nobody', ['Authentication-Results: mx.practice.example; dkim=pass']],
    ['none of the name that was set', ['Authentication-Results: mx.practice.example.evil.example; dkim=pass header.d=interac.ca']],
  ])('not by %s', async (_, headers) => {
    expect(await standingOf(vouched(...headers), handedIn, keyless)).toBe('key-unknown');
  });

  it('not where no host is set', async () => {
    expect(await standingOf(vouched(ours), { ...place, way: 'webhook' }, keyless)).toBe('key-unknown');
  });

  it('and it vouches for no mail whose signature covers only a part, or that has two senders', async () => {
    const part = withHeader(signed(mail, { more: 'l=10' }), ours);
    expect(await standingOf(part, handedIn, keyless)).toBe('signed-in-part');
    expect(await standingOf(withHeader(withHeader(signed(mail), 'From: <eve@mail.example>'), ours), handedIn, keyless)).toBe(
      'more-than-one-from',
    );
    expect(await standingOf(withHeader(Buffer.from(mail), ours), handedIn, keyless)).toBe('not-signed');
  });
});
