import type { PledgePolicy } from '../../domain/pledge.js';
import { DayText } from '../../web/days.js';
import { useWords } from '../../web/reading.js';
import { Say } from '../../web/say.js';
import { promiseSentence } from './promise-words.js';

/** Every version of the promise in one line each; their words stand on a page of their own. */
export function Promises({ versions, slug }: { versions: readonly PledgePolicy[]; slug: string }) {
  const words = useWords();
  if (versions.length === 0) return null;
  return (
    <>
      <h2>
        <Say it="promise.versions" />
      </h2>
      <ul>
        {versions.map((policy) => (
          <li>
            <Say it="promise.version" slots={{ version: String(policy.version), day: <DayText of={policy.startsOn} /> }} />:{' '}
            {promiseSentence(policy, words)}
          </li>
        ))}
      </ul>
      <p>
        <a href={words.link(`/${slug}/promise`)}>
          <Say it="promise.read-each" />
        </a>
      </p>
    </>
  );
}
