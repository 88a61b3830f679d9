import { Injectable } from '@nestjs/common';

/** How long a second press may come after the first. */
const minutes = 10;
const most = 200;

/**
 * For forms whose answer is a secret shown once, and is kept nowhere: a second press of the same form gets the same answer
 * instead of another secret. Held in the memory of this program alone, for a few minutes.
 */
@Injectable()
export class PressedOnce {
  private readonly answers = new Map<string, { readonly answer: Promise<string>; readonly until: number }>();

  /** @param key the form's hidden key, with whose it is */
  answer(key: string, make: () => Promise<string>): Promise<string> {
    this.forgetOld();
    const known = this.answers.get(key);
    if (known) return known.answer;
    const answer = make();
    this.answers.set(key, { answer, until: performance.now() + minutes * 60_000 });
    answer.catch(() => this.answers.delete(key));
    return answer;
  }

  private forgetOld(): void {
    for (const [key, { until }] of this.answers) {
      if (until > performance.now() && this.answers.size <= most) return;
      this.answers.delete(key);
    }
  }
}
