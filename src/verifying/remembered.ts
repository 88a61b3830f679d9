import { sameBytes } from '../public-log/bytes.js';
import type { OpenedCheckpoint } from '../public-log/checkpoint.js';
import { LogFault } from '../public-log/log-fault.js';
import { checkConsistency, consistencySpans, proofOf, readTiles } from '../public-log/proof.js';
import type { ReadTree } from './read-tree.js';

export type TwoHistoriesCode = 'log/forked' | 'log/rolled-back';

/**
 * One log has signed two histories. Both heads are kept as they were served: together they are the proof, which anyone
 * can check, and which its publisher cannot take back.
 */
export class TwoHistories extends Error {
  constructor(
    readonly code: TwoHistoriesCode,
    sentence: string,
    readonly rememberedNote: string,
    readonly servedNote: string,
  ) {
    super(sentence);
    this.name = 'TwoHistories';
  }
}

/** A head as it was served, and what it says. */
export interface Head {
  readonly note: string;
  readonly checkpoint: OpenedCheckpoint;
}

/** Before anything more is read: a log never becomes shorter, nor another one at the same size. @throws TwoHistories */
export function refuseRollback(remembered: Head, served: Head): void {
  const [before, now] = [remembered.checkpoint, served.checkpoint];
  if (now.size < before.size)
    throw new TwoHistories(
      'log/rolled-back',
      `The log had ${before.size} entries when it was last checked, and now says ${now.size}.`,
      remembered.note,
      served.note,
    );
  if (now.size === before.size && !sameBytes(before.root, now.root)) throw forked(remembered, served);
}

/** The tree that was read holds the remembered one unchanged. @throws TwoHistories */
export function refuseFork(remembered: Head, served: Head, tree: ReadTree): void {
  const spans = consistencySpans(remembered.checkpoint.size, tree.size);
  try {
    checkConsistency(proofOf(spans, readTiles(tree.size, tree.tileBytes)), remembered.checkpoint, tree);
  } catch (fault) {
    if (fault instanceof LogFault && fault.code === 'proof/not-consistent') throw forked(remembered, served);
    throw fault;
  }
}

const forked = (remembered: Head, served: Head): TwoHistories =>
  new TwoHistories(
    'log/forked',
    `The ${remembered.checkpoint.size} entries that were checked last are not the first of the ${served.checkpoint.size} that are served now.`,
    remembered.note,
    served.note,
  );
