import type { Role } from '../domain/ledger.js';

/** Who asks something of a ledger, after the guard has let them in. */
export interface Asker {
  readonly kind: 'account' | 'token';
  readonly id: string;
  readonly role: Role;
  readonly ledgerId: string;
  /** For the books: `account:<uuid>` or `token:<uuid>`. A code, never a name. */
  readonly actor: string;
  readonly slug: string;
  readonly ledgerName: string;
}

/** Who is signed in, in this browser. */
export interface SignedIn {
  readonly accountId: string;
  readonly sessionId: string;
  /** When they last said who they are, RFC 3339. */
  readonly confirmedAt: string;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set on routes with `@Allow`. */
    asker?: Asker;
    /** Set on routes with `@Allow` or `@AllowSignedIn` that were asked with a session. */
    signedIn?: SignedIn;
  }
}

export const accountActor = (accountId: string): string => `account:${accountId}`;
export const tokenActor = (tokenId: string): string => `token:${tokenId}`;
