/** Who asked for what, and under which id. An id counts within its ledger, actor and route. */
export interface Asker {
  readonly ledger: string;
  readonly by: string;
  /** The command's class. */
  readonly route: string;
  readonly request: string;
  /** HMAC-SHA-256 of the input under the ledger's fingerprint key. */
  readonly mac: Buffer;
}

/** A request id of our making: a UUID, with words of our own around it. */
export const ownRequestId = /^(?:[a-z]+-)*[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?:[.-][A-Za-z0-9]+)*$/;

/**
 * What an event keeps of the request's id, for good. An id that is made of a UUID stands as it is; any other is a sender's own
 * text and might name somebody, so a new id stands in its place. The sender's text lies in the table `request` alone, which
 * erasure reaches, and which says by position which events it came to.
 */
export const keptRequestId = (request: string, newId: () => string): string => (ownRequestId.test(request) ? request : newId());
