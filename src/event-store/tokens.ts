/** Milliseconds since 1970. Injected, so that the demo and the tests live through a year. */
export type Clock = () => number;
export const CLOCK = Symbol('clock');

/** Every projection that runs inside the append; the list stands in app.module. */
export const PROJECTIONS = Symbol('projections');

/** HMAC-SHA-256 of each text under the ledger's own fingerprint key; bound to the vault in app.module. */
export type Fingerprints = (ledger: string, texts: readonly string[]) => Promise<Buffer[]>;
export const FINGERPRINTS = Symbol('fingerprints');
