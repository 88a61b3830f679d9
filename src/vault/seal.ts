import { invalid } from '../domain/refusal.js';
import type { Sealed } from '../domain/sealed.js';
import { decrypt, encrypt, nonceBytes, tagBytes } from './aes-gcm.js';
import { framed, uuidBytes } from './frame.js';
import { padded, unpadded } from './padding.js';

/** Where a sealed field belongs. It opens there and nowhere else. */
export interface FieldPlace {
  readonly ledger: string;
  /** Whose key seals it. */
  readonly subject: string;
  /** What it is, e.g. `recipient.address`; the reader names it, it is not stored. */
  readonly fieldName: string;
}

/** The random bytes of one box. Never used twice. */
export interface SealNoise {
  readonly fieldId: Buffer;
  readonly nonce: Buffer;
}

export const fieldIdBytes = 16;

/** A sealed field that its key does not open: changed, moved to another place, or sealed under another key. */
export class BrokenSeal extends Error {
  constructor({ subject, fieldName }: FieldPlace, options?: ErrorOptions) {
    super(`The sealed field ${fieldName} of ${subject} does not open: its bytes or its place were changed. Run doctor.`, options);
    this.name = 'BrokenSeal';
  }
}

/**
 * Seals one text. `box = AES-256-GCM(key, nonce, padded(text), associated)`, with `associated = "mal/sealed/v1\n"` and then,
 * each with its length, ledger (16 bytes), subject (16), field name (UTF-8), field id (16). Bytes and reasons:
 * docs/decisions/0002-sealed-fields.md.
 */
export function seal(key: Buffer, place: FieldPlace, text: string, { fieldId, nonce }: SealNoise): Sealed {
  if (loneSurrogate.test(text)) throw invalid(place.fieldName, 'This holds characters that are no text. Type it again.');
  return {
    sealed: 'v1',
    subject: place.subject,
    field: fieldId.toString('base64url'),
    nonce: nonce.toString('base64url'),
    box: encrypt(key, nonce, padded(text), associated(place, fieldId)).toString('base64url'),
  };
}

/** @throws BrokenSeal unless every byte and the place are those of the sealing */
export function open(key: Buffer, place: FieldPlace, sealed: Sealed): string {
  const fieldId = bytesOf(sealed.field);
  const nonce = bytesOf(sealed.nonce);
  const box = bytesOf(sealed.box);
  const isWhole =
    sealed.sealed === 'v1' && sealed.subject === place.subject && fieldId?.length === fieldIdBytes && nonce?.length === nonceBytes;
  if (!isWhole || !box || box.length <= tagBytes) throw new BrokenSeal(place);
  try {
    return unpadded(decrypt(key, nonce, box, associated(place, fieldId)));
  } catch (error) {
    throw new BrokenSeal(place, { cause: error });
  }
}

/** Half of a pair of UTF-16 units: has no UTF-8, so it would come back as another character. */
const loneSurrogate = /\p{Surrogate}/u;

const associated = ({ ledger, subject, fieldName }: FieldPlace, fieldId: Buffer): Buffer =>
  framed('mal/sealed/v1', [uuidBytes(ledger), uuidBytes(subject), fieldName, fieldId]);

/** One text for one run of bytes: what base64url would overlook (odd bits, padding, blanks) is refused. */
function bytesOf(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : undefined;
}
