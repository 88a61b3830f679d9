/** A "no" of the books: said in one sentence, never logged as an error, never tried again. HTTP 409. */
export class Refusal extends Error {
  /**
   * @param code stable, `stream/what-is-wrong`, e.g. `payment/recorded-with-another-amount`
   * @param sentence names the thing, then says what to do
   */
  constructor(
    readonly code: string,
    sentence: string,
  ) {
    super(sentence);
    this.name = 'Refusal';
  }
}

export interface FieldFault {
  /** Path of the field as the sender named it, e.g. `amount` or `bands.lower.from`; `line 9` in a file. */
  readonly field: string;
  readonly says: string;
  /** By which it is said in another language; where there is none, it is said in English everywhere. */
  readonly code?: string;
  /** What the sentence names: figures, or a name of a field. */
  readonly names?: Readonly<Record<string, string | number>>;
}

/** Input that cannot be understood or is out of bounds: every field at fault with its sentence. HTTP 400. */
export class InvalidInput extends Error {
  readonly faults: readonly FieldFault[];

  constructor(faults: FieldFault | readonly FieldFault[]) {
    const all = Array.isArray(faults) ? (faults as readonly FieldFault[]) : [faults as FieldFault];
    super(all.map((fault) => `${fault.field}: ${fault.says}`).join(' '));
    this.name = 'InvalidInput';
    this.faults = all;
  }
}

export const invalid = (field: string, says: string): InvalidInput => new InvalidInput({ field, says });
