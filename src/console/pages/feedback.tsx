import type { Day } from '../../domain/calendar.js';
import { DayText } from '../../web/days.js';
import { ConsolePage, type Frame } from './frame.js';
import { pathsOf } from './paths.js';

export interface FeedbackLine {
  readonly id: string;
  readonly about: string;
  readonly day: Day;
  /** How it begins; absent once it is forgotten. */
  readonly begins?: string;
  /** "may be published", "answered", "published", "put away". */
  readonly marks: readonly string[];
}

export interface FeedbackList {
  readonly frame: Frame;
  readonly waiting: readonly FeedbackLine[];
  readonly settled: readonly FeedbackLine[];
}

export function FeedbackListPage({ frame, waiting, settled }: FeedbackList) {
  return (
    <ConsolePage frame={frame} title="Feedback" place="feedback">
      <h1>Feedback</h1>
      <p>
        Anyone can write to you on <a href={`/${frame.ledger.slug}/feedback`}>your public feedback page</a>. Stewards alone read it here.
      </p>
      <h2>Waiting for you</h2>
      {waiting.length === 0 ? <p>Nothing is waiting. Nothing here has a deadline.</p> : <Lines of={waiting} slug={frame.ledger.slug} />}
      {settled.length > 0 && (
        <>
          <h2>Answered, or put away</h2>
          <Lines of={settled} slug={frame.ledger.slug} />
        </>
      )}
    </ConsolePage>
  );
}

const Lines = ({ of, slug }: { of: readonly FeedbackLine[]; slug: string }) => (
  <ul class="rows">
    {of.map(({ id, about, day, begins, marks }) => (
      <li>
        <p>
          <a href={pathsOf(slug).oneFeedback(id)}>
            {about}, <DayText of={day} />
          </a>
          <br />
          <small dir="auto">{begins ?? 'What was written is forgotten.'}</small>
        </p>
        {marks.length > 0 && <span class="words">{marks.join(', ')}</span>}
      </li>
    ))}
  </ul>
);
