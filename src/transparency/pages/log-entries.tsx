import type { Currency } from '../../domain/currency.js';
import type { Words } from '../../languages/words.js';
import { Say } from '../../web/say.js';
import { entrySentence } from '../entry-sentences.js';
import type { NumberedEntry } from '../published.js';

/** Entries of the log as sentences, under the numbers by which feedback and a verifier name them. */
export function LogEntries({ entries, home, words }: { entries: readonly NumberedEntry[]; home: Currency; words: Words }) {
  return (
    <>
      <p class="words">
        <Say it="log.numbered" />
      </p>
      <ol class="entries" start={entries[0]?.index}>
        {entries.map(({ index, entry }) => (
          <li id={`entry-${index}`}>{entrySentence(entry, home, words)}</li>
        ))}
      </ol>
    </>
  );
}
