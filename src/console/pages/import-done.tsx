import type { Money } from '../../domain/money.js';
import { Amounts } from '../../web/amounts.js';
import { Buttons, Figures, Notice, Step } from '../../web/components.js';
import { ConsolePage, type Frame } from './frame.js';
import { pathsOf } from './paths.js';
import { counted } from './words.js';

/** What confirming lines came to: counts and sums, never the lines. */
export interface ImportDone {
  readonly frame: Frame;
  readonly source: string;
  readonly recorded: number;
  readonly received: readonly Money[];
  readonly setAside: readonly Money[];
  readonly leftOut: number;
  readonly dismissed: number;
}

export function ImportDonePage({ frame, source, recorded, received, setAside, leftOut, dismissed }: ImportDone) {
  const at = pathsOf(frame.ledger.slug);
  return (
    <ConsolePage frame={frame} title="Recorded" place="payments">
      <h1>{recorded === 0 ? 'Nothing was recorded' : `${counted(recorded, 'payment')} recorded`}</h1>
      <p class="words">{source}</p>
      {recorded > 0 && (
        <Figures
          of={[
            { term: 'Came in', says: <Amounts of={received} /> },
            { term: 'Set aside', says: <Amounts of={setAside} /> },
          ]}
        />
      )}
      <Notice>
        {counted(leftOut, 'line')} left out for another day, {counted(dismissed, 'line')} marked as not a session payment. The same file
        again adds nothing.
      </Notice>
      <Buttons>
        <Step href={at.today}>Today</Step>
        <Step href={at.imports} quiet>
          Bring in another file
        </Step>
      </Buttons>
    </ConsolePage>
  );
}
