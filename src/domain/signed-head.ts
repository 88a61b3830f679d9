import type { Instant } from './calendar.js';
import type { Publication, PublicationFact, SignedHead } from './publication.js';
import { Refusal } from './refusal.js';

/**
 * A head is signed of everything published and of nothing else; it grows, under one key for the log's whole life. Signed again,
 * it is the same head. Whatever else comes here would be a second history under one name.
 *
 * @throws Refusal when the log has moved on since the head was prepared, or the head is no extension of the last one
 */
export function signCheckpoint(publication: Publication, head: SignedHead, now: Instant): readonly PublicationFact[] {
  if (publication.status === 'unopened') throw new Error('A head is signed once something is published, never before.');
  refuseOtherLog(publication, head);
  const last = publication.head;
  if (last?.size === head.size) return [];
  if (head.size !== publication.nextIndex || (last && head.size < last.size)) {
    throw new Refusal('publication/moved-on', 'The log moved while its head was prepared. It is tried again.');
  }
  return [{ type: 'CheckpointSigned', data: head, happenedAt: now }];
}

/**
 * The heads of one log that count, of all that the journal announces: each larger than those before it. Where two copies of the
 * books announce one at the same moment, the first line counts, and whoever wrote the other finds that out before it signs.
 */
export function standingHeads<T extends Pick<SignedHead, 'size'>>(announced: readonly T[]): T[] {
  const standing: T[] = [];
  for (const head of announced) if (head.size > (standing.at(-1)?.size ?? 0)) standing.push(head);
  return standing;
}

/**
 * Heads that were signed before, as the journal holds them: it never rolls back, the books may have been restored from an older
 * copy. A head that does not continue every one of them would be a second history.
 *
 * @param rootAt the root of the tree that is about to be signed, at an earlier size of it
 * @throws Refusal when the journal knows a head that these books do not lead to
 */
export function refuseForgotten(
  head: SignedHead,
  signed: readonly Pick<SignedHead, 'size' | 'root'>[],
  rootAt: (size: number) => string,
): void {
  const forgotten = signed.find(({ size, root }) => size > head.size || rootAt(size) !== root);
  if (!forgotten) return;
  throw new Refusal(
    'publication/signed-before',
    `The journal holds a head of ${head.origin} at size ${forgotten.size} that these books do not lead to: they are older than what was published, ` +
      'or another copy of them has published. Nothing is signed. Put the newer books back, or stop the other program.',
  );
}

function refuseOtherLog({ origin, head: last, namedVkey }: Exclude<Publication, { status: 'unopened' }>, head: SignedHead): void {
  if (head.origin !== origin) throw new Error(`The log is ${origin}; a head of ${head.origin} is none of its heads.`);
  const vkey = last?.vkey ?? namedVkey;
  if (vkey !== undefined && head.vkey !== vkey) {
    throw new Refusal(
      'publication/another-key',
      `Heads of ${origin} are signed with ${vkey}, and the key at hand is another. Put the log's own key back; a log never changes its key.`,
    );
  }
  if (head.size === last?.size && head.root !== last.root) {
    throw new Refusal(
      'publication/not-an-extension',
      `A head of ${origin} at size ${head.size} was signed with another root. Two histories under one name are never signed: run doctor.`,
    );
  }
}
