/** Who asked for what, and under which id. An id counts within its ledger, actor and route. */
export interface Asker {
  readonly ledger: string;
  readonly by: string;
  /** The command's class. */
  readonly route: string;
  /** As it is stored: an id made of a UUID as it came, a sender's own text as its fingerprint. */
  readonly request: string;
  /** As it was sent. */
  readonly sent: string;
  /** HMAC-SHA-256 of the input under the ledger's fingerprint key. */
  readonly mac: Buffer;
}

/** A request id of our making: a UUID, with words of our own around it. */
export const ownRequestId = /^(?:[a-z]+-)*[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?:[.-][A-Za-z0-9]+)*$/;

/** What most requests have: nothing but a UUID, which is seen sooner. */
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A sender's own text might name somebody; an id that is made of a UUID does not. */
export const namesNobody = (request: string): boolean => uuid.test(request) || ownRequestId.test(request);

/**
 * What an event keeps of the request's id, for good: an id that names nobody as it stands, otherwise a new one. The table
 * `request` says by position which events a request came to.
 */
export const keptRequestId = (sent: string, newId: () => string): string => (namesNobody(sent) ? sent : newId());
