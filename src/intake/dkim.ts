import type { Instant } from '../domain/calendar.js';
import { isInteracs } from './interac-domain.js';
import type { FindKey } from './dkim-keys.js';

/** One signature by Interac (RFC 6376), checked. */
export interface CheckedSignature {
  /** `unknown-key`: the signer's key is not at hand. Nothing is known of the signature then. */
  readonly state: 'good' | 'broken' | 'unknown-key';
  /** Names of the headers that it covers, in lower case. */
  readonly covers: ReadonlySet<string>;
  /** When it was made, where it says so. */
  readonly at?: Instant;
}

/** SHA-1 and short keys can be forged today: such a signature counts as broken. */
const algorithms = ['rsa-sha256', 'ed25519-sha256'];
const shortestKeyBits = 1024;

/**
 * Every signature by Interac on these bytes; others are not looked at, nor are their keys. A signature that has run out
 * counts for the day of the mail: mails are brought in weeks later.
 * @param day when the mail says that it was sent
 */
export async function interacSignatures(bytes: Uint8Array, day: Date, findKey: FindKey): Promise<CheckedSignature[]> {
  const resolver = async (name: string): Promise<string[][]> => {
    const [, domain = ''] = /^[^.]+\._domainkey\.(.+)$/i.exec(name) ?? [];
    const key = isInteracs(domain) ? await findKey(name.toLowerCase()) : undefined;
    if (key === undefined) throw Object.assign(new Error('no such key'), { code: 'ENODATA' });
    return [[key]];
  };
  const { dkimVerify } = await import('mailauth/lib/dkim/verify.js'); // with the first mail, not with the start
  const { results } = await dkimVerify(Buffer.from(bytes), { resolver: resolver as never, minBitLength: shortestKeyBits, curTime: day });
  return (results as unknown as readonly Result[]).flatMap(({ signingDomain, status, algo, signingHeaders, signTime }) => {
    if (!signingDomain || !isInteracs(signingDomain)) return [];
    const covers = new Set((signingHeaders?.keys ?? '').split(':').map((key) => key.trim().toLowerCase()));
    return [{ state: stateOf(status, algo), covers, ...(signTime && { at: signTime }) }];
  });
}

/** What the package answers beyond its types; the first result of a mail without signatures has no domain. */
interface Result {
  readonly signingDomain?: string;
  readonly algo?: string;
  readonly signingHeaders?: { readonly keys: string };
  readonly signTime?: string | null;
  readonly status: { readonly result: string; readonly comment?: string | false };
}

function stateOf({ result, comment }: Result['status'], algorithm = ''): CheckedSignature['state'] {
  if (comment === 'no key' || result === 'temperror') return 'unknown-key';
  return result === 'pass' && algorithms.includes(algorithm.toLowerCase()) ? 'good' : 'broken';
}
