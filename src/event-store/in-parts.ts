/** So many parts are on their way at once: one is being written while the next is made and decided. */
const partsAtOnce = 2;

/**
 * Brings what is too long for one append into the books, part by part and in order. No more than two parts are in memory, whatever
 * the length. Each part is a command of its own, whose request id says which part of what it is: asked for again after a crash,
 * what stands is answered and only the rest is written.
 * @param bring hands one part to the books
 * @param brought called in order with what each part came to: for sums, and to show how far it is
 * @throws what the first part that failed came to, once everything under way is over; the parts before it stand
 */
export async function inParts<Part, Answer>(
  parts: AsyncIterable<Part> | Iterable<Part>,
  bring: (part: Part) => Promise<Answer>,
  brought: (answer: Answer, part: Part) => void,
): Promise<void> {
  const underWay: { readonly part: Part; readonly answer: Promise<Answer> }[] = [];
  const next = async (): Promise<void> => {
    const { part, answer } = underWay.shift()!;
    brought(await answer, part);
  };
  try {
    for await (const part of parts) {
      underWay.push({ part, answer: bring(part) });
      if (underWay.length === partsAtOnce) await next();
    }
    while (underWay.length > 0) await next();
  } finally {
    await Promise.allSettled(underWay.map(({ answer }) => answer));
  }
}

/** A list cut into parts of so many, the last one shorter. */
export function* partsOf<T>(list: readonly T[], size: number): Generator<readonly T[]> {
  for (let from = 0; from < list.length; from += size) yield list.slice(from, from + size);
}
