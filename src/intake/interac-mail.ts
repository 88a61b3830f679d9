import { dayOf } from '../domain/calendar.js';
import {
  type MailFault,
  type MailPlace,
  type MailReader,
  type ReadMail,
  type RefusedMail,
  isRefused,
  largestMailBytes,
} from '../domain/mail.js';
import { money, negated } from '../domain/money.js';
import type { ObservedLine, Reading } from '../domain/observed.js';
import { invalid } from '../domain/refusal.js';
import { interacSignatures } from './dkim.js';
import type { FindKey } from './dkim-keys.js';
import { type Wording, wordingOf } from './interac-wording.js';
import { isMailbox, mailsIn } from './mailbox.js';
import { type OpenMail, UnreadableMail, addressesOf, openMail, valuesOf } from './mail-message.js';
import { dateOf, distrustOfHeaders, distrustOfSignatures, momentOf, ourAddressOf, voucherOf } from './mail-trust.js';

const senders = ['notify@payments.interac.ca', 'catch@payments.interac.ca'];
/** A practice's year is a few hundred. */
const mostMails = 2000;

/** Reads mails of Interac's about e-Transfers: bytes in, a claim or a reason out. */
export const interacMails = (findKey: FindKey): MailReader => ({
  recognises: (head) => isMailbox(head) || isMail(head),

  readOne: (bytes, place) => readMail(bytes, 1, place, findKey),

  async readAll(bytes, place) {
    if (!isMailbox(bytes)) return [await readMail(bytes, 1, place, findKey)];
    const mails = mailsIn(bytes);
    if (mails.length > mostMails)
      throw invalid('file', `This mailbox holds more than ${mostMails} mails. Bring in those of Interac’s alone.`);
    const seen = new Set<string>();
    const read: (ReadMail | RefusedMail)[] = [];
    for (const [index, mail] of mails.entries()) {
      const one = await readMail(mail, index + 1, place, findKey);
      const identity = isRefused(one) ? undefined : one.line.identity;
      read.push(
        identity && seen.has(identity) ? refused(index + 1, 'seen-in-this-file', 'It says the same as an earlier mail of this file.') : one,
      );
      if (identity) seen.add(identity);
    }
    return read;
  },
});

/** Header fields from the first line on, those of a mail among them. */
function isMail(head: Uint8Array): boolean {
  const text = Buffer.from(head.subarray(0, 8192)).toString('latin1');
  return /^[A-Za-z][A-Za-z0-9-]*:[ \t\r\n]/.test(text) && /^(?:From|Received|Return-Path|DKIM-Signature|Message-ID):/im.test(text);
}

const refused = (line: number, fault: MailFault, why: string): RefusedMail => ({ line, fault, why });

async function readMail(raw: Uint8Array, line: number, place: MailPlace, findKey: FindKey): Promise<ReadMail | RefusedMail> {
  if (raw.length > largestMailBytes) return refused(line, 'too-large', 'It is larger than any mail of Interac’s: more than 2 MB.');
  try {
    const mail = await openMail(raw);
    const distrust = distrustOfHeaders(mail, place);
    if (distrust) return refused(line, distrust.fault, distrust.why);
    const signatures = await interacSignatures(mail.bytes, dateOf(mail) ?? new Date(place.now), findKey);
    const doubt = distrustOfSignatures(mail, signatures, place);
    if (doubt) return refused(line, doubt.fault, doubt.why);
    const at = momentOf(mail, signatures)!;
    if (at > laterBy(place.now, dayMs) || at < '1990')
      return refused(line, 'impossible-day', 'Its date is in the future, or too long ago.');
    return { line: { ...lineOf(mail, line, at, place), vouchedBy: voucherOf(signatures) }, to: ourAddressOf(mail, place.addresses)! };
  } catch (error) {
    if (!(error instanceof UnreadableMail)) throw error;
    return refused(line, 'unreadable', 'It is not written as a mail is. Save it from your mail program as it came, whole.');
  }
}

const dayMs = 86_400_000;
const laterBy = (at: string, millis: number): string => new Date(Date.parse(at) + millis).toISOString();

function lineOf(mail: OpenMail, line: number, at: string, { zone }: MailPlace): ObservedLine {
  const said = wordingOf(mail.subject, mail.texts);
  const { reading, why } = readingOf(said, senders.includes(valuesOf(mail, 'from').flatMap(addressesOf)[0]!));
  const amount = said.amount ?? money(0n, 'CAD');
  return {
    line,
    day: dayOf(at, zone),
    at,
    amount: reading === 'money-out' ? negated(amount) : amount,
    reading,
    why,
    method: 'interac',
    text: [mail.subject, said.memo && `“${said.memo}”`].filter(Boolean).join(' ').slice(0, longestText),
    identity: identityOf(mail, said, reading),
    ...(said.name && { name: said.name }),
    ...(said.reference && { reference: said.reference }),
  };
}

const longestText = 1000;

/**
 * The same money under a new mail (a reminder, a copy) is known by Interac's own number; what waits and what was deposited
 * are two pieces of news, and what we do not understand must not stand in the way of what we do. Without a number it is this
 * one mail.
 */
function identityOf(mail: OpenMail, { kind, reference }: Wording, reading: Reading): string {
  if (!reference) return JSON.stringify(['mail', valuesOf(mail, 'message-id')[0] ?? '', valuesOf(mail, 'date')[0] ?? '', mail.subject]);
  if (reading === 'unknown') return JSON.stringify(['interac', reference, 'unknown', mail.subject]);
  return JSON.stringify(['interac', reference, reading === 'pending' ? 'waiting' : kind]);
}

type Read = Pick<ObservedLine, 'reading' | 'why'>;

function readingOf({ kind, amount, reference }: Wording, isFromKnownSender: boolean): Read {
  if (!isFromKnownSender) return { reading: 'unknown', why: 'It is from an address of Interac’s that we have not met.' };
  switch (kind) {
    case 'deposited':
      if (!amount) return { reading: 'unknown', why: 'No one amount can be read from it in figures.' };
      if (!reference) return { reading: 'unknown', why: 'No one reference number can be read from it.' };
      return { reading: 'money-in', why: 'Interac wrote that it was deposited.' };
    case 'waiting':
      return { reading: 'pending', why: 'The money waits to be accepted. It counts once it is deposited.' };
    case 'reminder':
      return { reading: 'pending', why: 'A reminder of money that waits. It counts once it is deposited.' };
    case 'request':
      return { reading: 'not-income', why: 'Somebody asks for money. None has moved.' };
    case 'our-own':
      return { reading: 'money-out', why: 'Interac wrote that a transfer of yours was taken.' };
    case 'unknown':
      return { reading: 'unknown', why: 'Its wording is new to us.' };
  }
}
