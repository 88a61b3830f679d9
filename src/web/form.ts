import type { FieldFault } from '../domain/refusal.js';

/** The hidden field under which every form carries the id of its request; `form-bodies.ts` turns it into the header. */
export const formKeyName = 'requestId';

/** A form as it is shown: blank, or sent and come back with what was typed and what is wrong with it. */
export interface Form {
  /** Made anew whenever the page is drawn: the same press sent twice carries the same one. */
  readonly key: string;
  /** What was typed, by field name; nothing typed is lost. A list for boxes that may be ticked several times. */
  readonly typed: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly faults: readonly FieldFault[];
}

export const blankForm = (key: string, typed: Form['typed'] = {}): Form => ({ key, typed, faults: [] });

/** The form again, as it came in, with what is wrong with it. */
export function formAgain(key: string, body: unknown, faults: readonly FieldFault[]): Form {
  const typed: Record<string, string | readonly string[]> = {};
  for (const [name, value] of Object.entries(body ?? {})) {
    if (typeof value === 'string') typed[name] = value;
    else if (Array.isArray(value)) typed[name] = value.filter((each) => typeof each === 'string');
  }
  return { key, typed, faults };
}

export const typedIn = (form: Form, name: string): string | undefined => {
  const value = form.typed[name];
  return typeof value === 'string' ? value : value?.[0];
};

export function isTicked(form: Form, name: string, value: string): boolean {
  const typed = form.typed[name];
  return typeof typed === 'string' ? typed === value : (typed?.includes(value) ?? false);
}

/** A fault may name a part of the field: `amount.currency` stands at `amount`, `bands.lower.from` at itself. */
export const faultAt = (form: Form, ...names: string[]): string | undefined => form.faults.find(({ field }) => names.includes(field))?.says;

/** The id of a field's first control: where the summary's link leads. */
export const fieldId = (name: string): string => `field-${name.replace(/[^A-Za-z0-9_-]/g, '-')}`;
