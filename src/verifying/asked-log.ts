import { claimedOrigin } from '../public-log/checkpoint.js';
import { openUnderPolicy } from '../public-log/policy.js';
import { type KnownLog, knownLog } from './known-log.js';
import type { LogReader } from './reading.js';
import { servedTrust, type Trust, trustIn } from './trust.js';
import { readHead, type Verification, verifyLog } from './verification.js';

export interface Asked {
  readonly reader: LogReader;
  /** What was found good before. */
  readonly logs: readonly KnownLog[];
  /** Whose signatures the asker believes, where they say so. */
  readonly given: Trust | undefined;
  /** RFC 3339 in UTC. */
  readonly now: string;
  readonly mostEntries: number;
}

export interface Answered {
  readonly found: Verification;
  readonly trust: Trust;
  /** What to remember, where everything holds. */
  readonly seen: KnownLog;
}

/**
 * Checks the log at an address: under the keys that were given, else under those of the last check, else under those that
 * the log itself names; and always against the head of the last check, if there was one.
 */
export async function verifyAsked({ reader, logs, given, now, mostEntries }: Asked): Promise<Answered> {
  const note = await readHead(reader);
  const known = knownLog(logs, reader.address, claimedOrigin(note));
  const before = known && trustIn(known.policy, 'remembered');
  const trust = given ?? before ?? (await servedTrust(reader));
  const remembered = known && before && { note: known.note, checkpoint: openUnderPolicy(known.note, before.policy) };
  const found = await verifyLog(note, { reader, policy: trust.policy, now, mostEntries, ...(remembered && { remembered }) });
  return { found, trust, seen: { address: reader.address, origin: found.head.checkpoint.origin, policy: trust.text, note } };
}
