import type { Instant } from '../domain/calendar.js';
import type { MailFault, MailPlace } from '../domain/mail.js';
import type { Voucher } from '../domain/observed.js';
import { findingsIn, saysInteracSigned } from './authentication-results.js';
import type { CheckedSignature } from './dkim.js';
import { domainOf, isInteracs } from './interac-domain.js';
import { type OpenMail, addressesOf, valuesOf } from './mail-message.js';

/** Where a second one could stand for what another reader sees as the only one. */
const onlyOnce = ['to', 'subject', 'date', 'reply-to', 'message-id', 'content-type', 'content-transfer-encoding', 'mime-version'];
const mostSignatures = 10;

export interface Distrust {
  readonly fault: MailFault;
  readonly why: string;
}

const distrust = (fault: MailFault, why: string): Distrust => ({ fault, why });

/** What can be told from the headers alone, before any signature is checked. */
export function distrustOfHeaders(mail: OpenMail, { addresses }: MailPlace): Distrust | undefined {
  const from = valuesOf(mail, 'from');
  const senders = from.flatMap(addressesOf);
  if (from.length !== 1 || senders.length !== 1)
    return distrust('more-than-one-from', 'It names more than one sender, or none. A mail of Interac’s has one.');
  const twice = onlyOnce.find((key) => valuesOf(mail, key).length > 1);
  if (twice) return distrust('header-twice', `Its header ${twice} stands there twice, so that two programs could read it differently.`);
  if (!isInteracs(domainOf(senders[0]!))) return distrust('not-from-interac', 'It is not from an address at interac.ca.');
  if (!ourAddressOf(mail, addresses)) {
    return distrust(
      'other-address',
      'It was not sent to the address at which this account gets its e-Transfers. Check it under Settings, Mails.',
    );
  }
  const signatures = valuesOf(mail, 'dkim-signature');
  if (signatures.length === 0) return distrust('not-signed', 'It carries no signature. Save it from your mail program as it came, whole.');
  if (signatures.length > mostSignatures || signatures.some((value) => /(?:^|;)\s*l\s*=/i.test(value)))
    return distrust('signed-in-part', 'Its signature covers only the beginning of the mail: what comes after could be anyone’s.');
  return undefined;
}

export const ourAddressOf = (mail: OpenMail, addresses: readonly string[]): string | undefined =>
  valuesOf(mail, 'to')
    .flatMap(addressesOf)
    .find((address) => addresses.includes(address));

/** What the signatures come to; where the keys do not say it, what the practice's own mail host found when the mail came in. */
export function distrustOfSignatures(mail: OpenMail, signatures: readonly CheckedSignature[], place: MailPlace): Distrust | undefined {
  if (signatures.length === 0) return distrust('not-signed', 'It carries no signature of interac.ca.');
  const uncovered = signatures.flatMap((signature) => mustCover(mail).filter((key) => !signature.covers.has(key)))[0];
  if (uncovered) return distrust('not-covered', `Its signature does not cover the header ${uncovered}, which anyone could have changed.`);
  if (!momentOf(mail, signatures)) return distrust('not-covered', 'Neither its date nor its signature says surely when it was sent.');
  if (signatures.some(({ state }) => state === 'good') || ownHostVouches(mail, place)) return undefined;
  if (signatures.some(({ state }) => state === 'unknown-key')) {
    return distrust(
      'key-unknown',
      'The key to its signature is not at hand. Whoever runs this program can allow it: LEDGER_DKIM_DNS or LEDGER_DKIM_KEYS_FILE.',
    );
  }
  return distrust('signature-broken', 'Its signature does not hold: the mail is not as interac.ca sent it.');
}

/** Of a mail that stands: whether its signature was found good here, or another found it so. */
export const voucherOf = (signatures: readonly CheckedSignature[]): Voucher =>
  signatures.some(({ state }) => state === 'good') ? 'signature' : 'mail-host';

/** The sense of the parts hangs on the content type, their letters on the encoding. */
function mustCover(mail: OpenMail): readonly string[] {
  const encoding = valuesOf(mail, 'content-transfer-encoding')[0] ?? '7bit';
  return [
    'from',
    'to',
    'subject',
    ...(valuesOf(mail, 'content-type').length > 0 ? ['content-type'] : []),
    ...(/^(?:7bit|8bit)$/i.test(encoding) ? [] : ['content-transfer-encoding']),
  ];
}

/** When it was sent: by its date if that is signed, else by the signature itself. */
export function momentOf(mail: OpenMail, signatures: readonly CheckedSignature[]): Instant | undefined {
  const date = dateOf(mail);
  if (date && signatures.every(({ covers }) => covers.has('date'))) return date.toISOString();
  const good = signatures.filter(({ state }) => state === 'good');
  const [only, ...others] = good.length > 0 ? good : signatures;
  return others.length === 0 ? only?.at : undefined;
}

/** As it stands in the mail, signed or not. */
export function dateOf(mail: OpenMail): Date | undefined {
  const date = new Date((valuesOf(mail, 'date')[0] ?? '').replace(/\([^()]*\)/g, ' '));
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/**
 * A host writes its findings on top of all that a mail brought along, so only the topmost is its own, and only if it bears
 * its name: those beneath may be the sender's. In a file that was brought in, anyone may have written it.
 */
function ownHostVouches(mail: OpenMail, { way, ownHost }: MailPlace): boolean {
  if (way === 'upload' || !ownHost) return false;
  const topmost = findingsIn(valuesOf(mail, 'authentication-results')[0] ?? '');
  return topmost?.host === ownHost.toLowerCase() && saysInteracSigned(topmost);
}
