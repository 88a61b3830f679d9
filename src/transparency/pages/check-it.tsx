import { useWords } from '../../web/reading.js';
import { Say } from '../../web/say.js';

/** Three ways to check, and what none of them can show. @param log where the log is, once that is settled */
export function CheckIt({ slug, log }: { slug: string; log?: string }) {
  const words = useWords();
  const link = (place: string) => (says: string) => <a href={words.link(`/${slug}/${place}`)}>{says}</a>;
  return (
    <>
      <h2>
        <Say it="check.title" />
      </h2>
      <p>
        <Say it="check.sealed" />
      </p>
      <ul>
        <li>
          <Say it="check.in-browser" slots={{ check: link('verify') }} />
        </li>
        <li>
          <Say it="check.keep-a-copy" slots={{ atom: link('feed.atom'), json: link('feed.json') }} />
        </li>
        {log && (
          <li>
            <Say it="check.by-command" slots={{ command: <code class="mono">mutual-aid-ledger verify {log}</code> }} />
          </li>
        )}
        <li>
          <Say it="check.yours" slots={{ yours: link('yours') }} />
        </li>
      </ul>
      <Cannot />
    </>
  );
}

/** Always said, whatever else the page can show. */
const Cannot = () => (
  <>
    <h3>
      <Say it="cannot.title" />
    </h3>
    <ul>
      <li>
        <Say it="cannot.that-it-arrived" />
      </li>
      <li>
        <Say it="cannot.that-all-is-recorded" />
      </li>
      <li>
        <Say it="cannot.what-is-new" />
      </li>
    </ul>
  </>
);
