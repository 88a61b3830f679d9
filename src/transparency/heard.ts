import type { Day } from '../domain/calendar.js';
import type { FeedbackAbout } from '../domain/feedback.js';

/** What somebody said of how the money is redistributed, as it was published, and what changed because of it. */
export interface Heard {
  readonly about: FeedbackAbout;
  readonly words: string;
  readonly changed?: string;
  /** The publication with which it appeared. */
  readonly since: Day;
}

/** Where published feedback is found: newest publication first. Bound to the feedback's own reading. */
export interface HeardFeedback {
  /** @param publications days of the publications that are shown */
  shown(ledger: string, zone: string, publications: readonly Day[]): Promise<readonly Heard[]>;
}

export const HEARD_FEEDBACK = Symbol('heard feedback');
