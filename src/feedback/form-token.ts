import { timingSafeEqual } from 'node:crypto';

/** So long a form has to have been open: nobody reads it faster, and a program that posts at once has to come twice. */
export const soonestMs = 3000;
/** Whoever writes slowly has two days. */
export const latestMs = 2 * 24 * 60 * 60_000;

const nonceBytes = 16;

export type TokenStanding =
  | { readonly is: 'good' }
  /** Not one of ours, of another ledger, changed, or too old: the form comes back with a new one. */
  | { readonly is: 'not-ours' }
  /** Ours, and sent sooner than a person can: the same one may be sent again. */
  | { readonly is: 'too-soon' };

/** Signs a text under a key of the ledger. */
export type SignsText = (text: string) => Promise<Buffer>;

/**
 * The hidden key of a public form: when it was made, something random, and a signature over both. It stands for the request, so that
 * a second press answers the same, and carries nothing of whoever asked.
 * @param nonce 16 random bytes
 */
export async function makeToken(sign: SignsText, nowMs: number, nonce: Buffer): Promise<string> {
  if (nonce.length !== nonceBytes) throw new Error(`A form's token takes ${nonceBytes} random bytes.`);
  const begun = `${nowMs.toString(36)}.${nonce.toString('base64url')}`;
  return `${begun}.${(await sign(begun)).toString('base64url')}`;
}

export async function standingOf(sign: SignsText, token: string, nowMs: number): Promise<TokenStanding> {
  const [, begun, madeAt, signature] = /^(([0-9a-z]{1,11})\.[\w-]{22})\.([\w-]{43})$/.exec(token) ?? [];
  if (!begun || !madeAt || !signature) return { is: 'not-ours' };
  const [given, right] = [Buffer.from(signature, 'base64url'), await sign(begun)];
  if (given.length !== right.length || !timingSafeEqual(given, right)) return { is: 'not-ours' };
  const age = nowMs - Number.parseInt(madeAt, 36);
  if (age < 0 || age > latestMs) return { is: 'not-ours' };
  return { is: age < soonestMs ? 'too-soon' : 'good' };
}
