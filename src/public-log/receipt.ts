import { base64Of, bytesOfBase64, bytesOfHex, hexOf, sameBytes, textOf, utf8 } from './bytes.js';
import type { OpenedCheckpoint } from './checkpoint.js';
import { decodeEntry, type EntryOf } from './entry.js';
import { LogFault } from './log-fault.js';
import { checkInclusion } from './proof.js';
import { unpackSlots } from './slot-list.js';
import { type SlotOpening, slotCommitment, slotOpening } from './slots.js';
import { encodeTlogProof, parseTlogProof, type TlogProof } from './tlog-proof.js';
import { leafHash } from './tree.js';

/** What a person holds for some slots of one `batch.paid` entry: their openings with the salts. It names nobody. */
export interface Opened {
  readonly opening: SlotOpening;
  readonly salt: Uint8Array;
}

export interface Receipt {
  /** Inclusion of the entry, and the checkpoint. */
  readonly proof: Omit<TlogProof, 'extra'>;
  /** The bytes of the entry. */
  readonly entry: Uint8Array;
  readonly opened: readonly Opened[];
}

const mostOpenings = 1500;

/**
 * A receipt is a `.tlog-proof` of the entry, whose line `extra` holds, written as entries are, with
 * `opening` as the slot's own opening and the salt in 64 hexadecimal digits:
 *
 *     {"entry":"BASE64","openings":[{"opening":{…},"salt":"…"}],"v":1}
 */
export const encodeReceipt = ({ proof, entry, opened }: Receipt): string =>
  encodeTlogProof({ ...proof, extra: utf8(extraOf({ entry, opened })) });

const extraOf = ({ entry, opened }: Pick<Receipt, 'entry' | 'opened'>): string => {
  const openings = opened.map(({ opening, salt }) => `{"opening":${slotOpening(opening)},"salt":"${hexOf(salt)}"}`);
  return `{"entry":"${base64Of(entry)}","openings":[${openings.join(',')}],"v":1}`;
};

/** @throws LogFault `proof/malformed`, `receipt/malformed` for an `extra` that is written in any other way */
export function parseReceipt(file: string): Receipt {
  const { extra, ...proof } = parseTlogProof(file);
  const text = extra && textOf(extra);
  if (!text) throw new LogFault('receipt/malformed', 'A receipt has its openings in the line "extra"; this proof has none.');
  const read = readExtra(text);
  if (!read || extraOf(read) !== text)
    throw new LogFault('receipt/malformed', 'The openings of a receipt have one way to be written; these are not written so.');
  return { proof, ...read };
}

function readExtra(text: string): Pick<Receipt, 'entry' | 'opened'> | undefined {
  const { entry, openings } = (parsed(text) ?? {}) as { readonly entry?: unknown; readonly openings?: unknown };
  const bytes = typeof entry === 'string' ? bytesOfBase64(entry) : undefined;
  if (!bytes || !Array.isArray(openings) || openings.length === 0 || openings.length > mostOpenings) return undefined;
  const opened = openings.map(openedIn);
  return opened.includes(undefined) ? undefined : { entry: bytes, opened: opened as Opened[] };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Types and bounds; that nothing else stands there is seen when it is written again. */
function openedIn(raw: unknown): Opened | undefined {
  const { opening, salt } = (raw ?? {}) as { readonly opening?: unknown; readonly salt?: unknown };
  const { currency, j, origin, period, ref, unit } = (opening ?? {}) as Readonly<Record<string, unknown>>;
  const bytes = typeof salt === 'string' ? bytesOfHex(salt) : undefined;
  const isWhole = Number.isSafeInteger(j) && Number.isSafeInteger(unit) && Number(j) >= 0 && Number(unit) > 0;
  const words = [currency, origin, period, ref];
  if (bytes?.length !== 32 || !isWhole || !words.every((word) => typeof word === 'string' && /^[ !#-[\]-~]*$/.test(word))) return undefined;
  const [ofCurrency, ofOrigin, ofPeriod, ofRef] = words as string[];
  return {
    opening: { currency: ofCurrency!, j: j as number, origin: ofOrigin!, period: ofPeriod!, ref: ofRef!, unit: BigInt(unit as number) },
    salt: bytes,
  };
}

/** What a receipt shows, once all of it holds. */
export interface Counted {
  readonly index: number;
  readonly entry: EntryOf<'batch.paid'>;
  readonly slots: number;
  /** `slots × unit`, in minor units of the entry's currency. */
  readonly minor: bigint;
}

/**
 * That these slots were counted: the entry is in the tree of the checkpoint, and each opening is one of its slots.
 * @param checkpoint the receipt's own, opened under the keys that its reader believes
 * @throws LogFault `proof/not-included`, `receipt/other-log`, `receipt/other-batch`, `receipt/not-in-batch`, and
 * EntryFault where the entry is none
 */
export function checkReceipt({ proof, entry, opened }: Receipt, checkpoint: OpenedCheckpoint): Counted {
  const { size, root, origin } = checkpoint;
  checkInclusion(proof.hashes, { index: proof.index, size, root, leaf: leafHash(entry) });
  const batch = decodeEntry(entry);
  if (batch.kind !== 'batch.paid')
    throw new LogFault('receipt/other-batch', `Entry ${proof.index} is ${batch.kind}; slots are counted in batch.paid alone.`);
  const left = unpackSlots(batch.slots).map((slot) => ({ slot, isOpen: false }));
  for (const { opening, salt } of opened) {
    if (opening.origin !== origin)
      throw new LogFault('receipt/other-log', `The receipt is of ${opening.origin}, the checkpoint of ${origin}.`);
    if (opening.currency !== batch.currency || opening.period !== batch.period || opening.unit !== batch.unit)
      throw new LogFault(
        'receipt/other-batch',
        `An opening speaks of ${opening.period}, ${opening.currency}, which entry ${proof.index} does not.`,
      );
    const commitment = slotCommitment(salt, opening);
    const found = left.find(({ slot, isOpen }) => !isOpen && sameBytes(slot, commitment));
    if (!found)
      throw new LogFault('receipt/not-in-batch', `Slot ${opening.j} of the receipt is not in entry ${proof.index}, or opened twice.`);
    found.isOpen = true;
  }
  return { index: proof.index, entry: batch, slots: opened.length, minor: batch.unit * BigInt(opened.length) };
}
