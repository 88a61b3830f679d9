import { Written } from '../../web/components.js';
import { DayText } from '../../web/days.js';
import { useWords } from '../../web/reading.js';
import { Say } from '../../web/say.js';
import type { Heard } from '../heard.js';
import { aboutSentence } from './about-words.js';

const mostShown = 3;

/** The last things that changed because somebody said something, and the way to say something. */
export function WhatPeopleSaid({ heard, slug }: { heard: readonly Heard[]; slug: string }) {
  const words = useWords();
  const changed = heard.filter((each) => each.changed !== undefined).slice(0, mostShown);
  const link = (says: string) => <a href={words.link(`/${slug}/feedback`)}>{says}</a>;
  return (
    <>
      <h2>
        <Say it="feedback.said" />
      </h2>
      {changed.map((each) => (
        <Change {...each} />
      ))}
      <p>
        {heard.length === 0 ? (
          <Say it="heard.nothing-yet" slots={{ link }} />
        ) : (
          <Say it="heard.more" slots={{ count: heard.length, link }} />
        )}
      </p>
    </>
  );
}

function Change({ about, words: said, changed = '', since }: Heard) {
  const words = useWords();
  return (
    <article>
      <h3>{aboutSentence(about, words)}</h3>
      <p class="stamp">
        <Say it="feedback.since" slots={{ day: <DayText of={since} /> }} />
      </p>
      <Written>{said}</Written>
      <h4>
        <Say it="feedback.changed" />
      </h4>
      <Written>{changed}</Written>
    </article>
  );
}
