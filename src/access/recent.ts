/** For how long an answer of the database about access may be old: whoever is shut out is out everywhere after that. */
export const recentMs = 5000;
const most = 10_000;

/**
 * Answers found in the last few seconds, so that one who asks often costs no question to the database. What was not found is
 * never kept: neither a flood of wrong tokens nor a role given just now is remembered as missing.
 */
export class Recent<T> {
  private readonly kept = new Map<string, { readonly found: T; readonly until: number }>();

  constructor(private readonly now: () => number = () => performance.now()) {}

  async of(key: string, find: () => Promise<T | undefined>): Promise<T | undefined> {
    const known = this.kept.get(key);
    if (known && known.until > this.now()) return known.found;
    const found = await find();
    this.kept.delete(key);
    if (found === undefined) return undefined;
    if (this.kept.size >= most) this.kept.delete(this.kept.keys().next().value!);
    this.kept.set(key, { found, until: this.now() + recentMs });
    return found;
  }

  /** In this program at once; in others when their answer has grown old. */
  forget(key: string): void {
    this.kept.delete(key);
  }

  forgetAll(): void {
    this.kept.clear();
  }
}
