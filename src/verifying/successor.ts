import { base64Of } from '../public-log/bytes.js';
import { policyText } from '../public-log/policy-text.js';
import { readVkey } from '../public-log/note-key.js';
import type { Entry, EntryOf } from '../public-log/entry.js';
import { type Answered, type Asked, verifyAsked } from './asked-log.js';
import { type LogReader, ReadingFault } from './reading.js';
import { trustIn } from './trust.js';
import type { Finding } from './verification.js';

/** Of two logs that are each in order by themselves. */
export type SuccessorFaultCode = 'log/not-continued';
const notContinued: SuccessorFaultCode = 'log/not-continued';

/** A closed log and the one that goes on from it, each checked by itself and both against one another. */
export interface Followed extends Answered {
  /** Absent where the log goes on itself, or nothing has come after it yet. */
  readonly successor?: Followed;
}

/** A log closes after a compromise, so a chain of them is short; a server cannot make anyone follow for ever. */
const mostFollowed = 10;

/**
 * Checks a log and, where it was closed in favour of another, that one too: that it is the one that was named, signed by the key
 * that was named, that it says where the first ended, that it opens every pool where the first closed, and that no more came back
 * than was paid in all of them.
 * @param readerAt reads the log at that address
 * @param earlier entries of the logs before
 */
export async function verifyFollowing(
  asked: Asked,
  readerAt: (address: string) => LogReader,
  earlier: readonly Entry[] = [],
  steps = mostFollowed,
): Promise<Followed> {
  const answered = await verifyAsked(asked);
  const all = [...earlier, ...answered.found.entries];
  const end = answered.found.entries.at(-1);
  const { next_origin: origin, next_vkey: vkey } = end?.kind === 'log.closed' ? end : {};
  if (!origin || !vkey || answered.found.findings.length > 0 || steps === 0) return answered;
  const address = besideLog(origin, { address: asked.reader.address, origin: answered.seen.origin });
  if (!address) return warned(answered, `It was closed, and goes on as ${origin}, elsewhere: check that log too, under the key ${vkey}.`);
  const given = trustIn(policyText({ ...answered.trust.policy, logs: [{ key: readVkey(vkey) }] }), 'named');
  try {
    const successor = await verifyFollowing({ ...asked, reader: readerAt(address), given }, readerAt, all, steps - 1);
    const { entries } = successor.found;
    const findings = [...successor.found.findings, ...discontinuities(answered, origin, entries), ...moreThanPaid(all, entries)];
    return { ...answered, successor: { ...successor, found: { ...successor.found, findings } } };
  } catch (fault) {
    if (!(fault instanceof ReadingFault) || fault.code !== 'reading/not-there') throw fault;
    return warned(answered, `It was closed, and is to go on as ${origin}. Nothing is there yet: it begins with the next publication.`);
  }
}

/** All that was checked, the first log first. */
export const chainOf = (followed: Followed): readonly Answered[] => [followed, ...(followed.successor ? chainOf(followed.successor) : [])];

const warned = (answered: Answered, warning: string): Followed => ({
  ...answered,
  found: { ...answered.found, warnings: [...answered.found.warnings, warning] },
});

function discontinuities({ found }: Answered, origin: string, entries: readonly Entry[]): readonly Finding[] {
  const [opened] = entries;
  if (opened?.kind !== 'log.opened') return [];
  return [...namesItsPredecessor(found.head.checkpoint, origin, opened), ...opensWhereItClosed(found.entries, entries)];
}

type End = Answered['found']['head']['checkpoint'];

function namesItsPredecessor({ origin, size, root }: End, named: string, opened: EntryOf<'log.opened'>): readonly Finding[] {
  const isSame = opened.prev_origin === origin && opened.prev_size === size && opened.prev_root === base64Of(root);
  if (isSame && opened.origin === named) return [];
  return [{ index: 0, code: notContinued, says: `It does not say that it goes on from ${origin} at ${size} entries and that root.` }];
}

function opensWhereItClosed(before: readonly Entry[], after: readonly Entry[]): readonly Finding[] {
  const closings = new Map(before.flatMap((entry) => (entry.kind === 'pool.stated' ? [[entry.currency, entry.closing] as const] : [])));
  return [...closings].flatMap(([currency, closing]): Finding[] => {
    const index = after.findIndex((entry) => entry.kind === 'pool.stated' && entry.currency === currency);
    const stated = after[index];
    if (stated?.kind === 'pool.stated' && stated.opening === closing) return [];
    const says = `The pool of ${currency} closed at ${closing} in the log before, and does not open there.`;
    return [{ index: Math.max(index, 0), code: notContinued, says }];
  });
}

/** At the first entry of the successor with which more has come back than was paid until then, in all logs together. */
function moreThanPaid(earlier: readonly Entry[], entries: readonly Entry[]): readonly Finding[] {
  const left = new Map<string, bigint>();
  for (const [at, entry] of [...earlier, ...entries].entries()) {
    if (entry.kind !== 'batch.paid' && entry.kind !== 'money.returned') continue;
    const rest = (left.get(entry.currency) ?? 0n) + (entry.kind === 'batch.paid' ? entry.total : -entry.total);
    left.set(entry.currency, rest);
    const index = at - earlier.length;
    if (rest < 0n && index >= 0)
      return [
        {
          index,
          code: 'returned/more-than-paid',
          says: `More ${entry.currency} came back than was ever paid, in this log and those before it.`,
        },
      ];
  }
  return [];
}

/** Where a successor is read: beside the log before it. Undefined where it is said to be elsewhere: nobody is made to ask a stranger. */
export function besideLog(origin: string, before: { readonly address: string; readonly origin: string }): string | undefined {
  const cut = (name: string): readonly string[] => [name.slice(0, name.indexOf('/')), name.slice(name.indexOf('/'))];
  const [[host = '', path = ''], [hostBefore, pathBefore = '']] = [cut(origin), cut(before.origin)];
  if (host !== hostBefore || !before.address.endsWith(pathBefore)) return undefined;
  return before.address.slice(0, before.address.length - pathBefore.length) + path;
}
