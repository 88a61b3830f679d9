/** How many letters must be added, dropped or changed to make one word the other (Levenshtein 1965). */
function lettersApart(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const changed = row[j - 1]! + (one[i - 1] === other[j - 1] ? 0 : 1);
      next.push(Math.min(changed, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[other.length]!;
}

/** The name that was probably meant, if one is near: at most a third of its letters are off. */
export function nearestName(written: string, names: readonly string[]): string | undefined {
  const ranked = names.map((name) => ({ name, apart: lettersApart(written.toLowerCase(), name.toLowerCase()) }));
  const best = ranked.sort((a, b) => a.apart - b.apart)[0];
  return best && best.apart <= Math.max(2, Math.floor(best.name.length / 3)) ? best.name : undefined;
}
