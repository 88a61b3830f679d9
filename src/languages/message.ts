/**
 * A message as it is written: a sentence, or one for each way in which its language counts what stands in `{count}`.
 * `{day}` is a slot, filled with a text or with a part of a page; `<link>these words</link>` are made into a part of a page.
 */
export type Message = string | Counted;
export type Counted = { readonly other: string } & { readonly [way in Exclude<Intl.LDMLPluralRule, 'other'>]?: string };

/** One piece of a message, in its order: words, a slot, or words within a mark. */
export type Piece = string | { readonly slot: string } | { readonly mark: string; readonly words: string };

const piece = /\{([a-z]+)\}|<([a-z]+)>([^<]*)<\/\2>/gi;

/** `Waiting {count} months` → the words before, the slot, the words after. */
export function piecesOf(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const { 0: whole, 1: slot, 2: mark, 3: words = '', index } of text.matchAll(piece)) {
    if (index > end) pieces.push(text.slice(end, index));
    pieces.push(slot ? { slot } : { mark: mark!, words });
    end = index + whole.length;
  }
  if (end < text.length) pieces.push(text.slice(end));
  return pieces;
}

/** The names of a message's slots and marks, each once, sorted: a translation has the same ones. */
export function namesIn(message: Message): readonly string[] {
  const texts = typeof message === 'string' ? [message] : Object.values(message);
  const names = texts.flatMap((text) => piecesOf(text).flatMap((each) => (typeof each === 'string' ? [] : [nameOf(each)])));
  return [...new Set(names)].sort();
}

const nameOf = (each: Exclude<Piece, string>): string => ('slot' in each ? `{${each.slot}}` : `<${each.mark}>`);

type TextOf<M> = M extends string ? M : M[keyof M] & string;
type SlotsIn<T extends string> = T extends `${string}{${infer Slot}}${infer Rest}` ? Slot | SlotsIn<Rest> : never;
type MarksIn<T extends string> = T extends `${string}</${infer Mark}>${infer Rest}` ? Mark | MarksIn<Rest> : never;

/**
 * What a message has to be given, read by the compiler from the English one: `count` as a number, other slots as text or, on a
 * page, as a part of it; for each mark what becomes of its words.
 */
export type SlotsOf<M, Part> = {
  readonly [Slot in SlotsIn<TextOf<M>>]: Slot extends 'count' ? number : string | number | Part;
} & { readonly [Mark in MarksIn<TextOf<M>>]: (words: string) => Part };

/** No second argument where a message has no slot. */
export type Given<M, Part> = keyof SlotsOf<M, Part> extends never ? [] : [slots: SlotsOf<M, Part>];
