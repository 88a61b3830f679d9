import { addMonths, type Month } from '../domain/calendar.js';
import type { Money } from '../domain/money.js';
import { Amount } from './amounts.js';
import { shortMonth } from './days.js';
import { useReading } from './reading.js';
import { Say } from './say.js';

export interface MonthFigures {
  readonly month: Month;
  /** Set aside that month. */
  readonly promised: Money;
  readonly passedOn: Money;
}

interface MonthTableProps {
  /** States the finding, not the topic. */
  readonly caption: string;
  readonly months: readonly MonthFigures[];
  /** Where a month's own page is. */
  readonly hrefOf?: (month: Month) => string;
}

/**
 * The chart is the table: one row a month, a bar drawn in its cell for the eye, the two numbers as text for everyone. It
 * reads at 320 px, in print, in a text browser and aloud.
 */
export function MonthTable({ caption, months, hrefOf }: MonthTableProps) {
  const { words, hideAmounts } = useReading();
  const largest = months.reduce((most, { promised, passedOn }) => max(most, max(promised.minor, passedOn.minor)), 1n);
  return (
    <table class="months">
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">
            <Say it="months.month" />
          </th>
          <th scope="col">
            <Say it="months.key" slots={{ passed: <Key part="passed" />, promised: <Key part="promised" /> }} />
          </th>
        </tr>
      </thead>
      <tbody>
        {months.map(({ month, promised, passedOn }) => (
          <tr>
            <th scope="row">{hrefOf ? <a href={hrefOf(month)}>{shortMonth(month, words.lang)}</a> : shortMonth(month, words.lang)}</th>
            <td>
              <div class="row">
                {!hideAmounts && <Bar promised={promised.minor} passedOn={passedOn.minor} largest={largest} />}
                <span class="numbers">
                  <Say it="months.passed-of-promised" slots={{ passed: <Amount of={passedOn} />, promised: <Amount of={promised} /> }} />
                  {passedOn.minor > promised.minor && (
                    <span class="aside-words">
                      {' '}
                      <Say it="months.from-earlier" />
                    </span>
                  )}
                </span>
              </div>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const Key = ({ part }: { part: 'passed' | 'promised' }) => (
  <svg class="key" width="14" height="14" aria-hidden="true">
    <rect class={`bar-${part}`} x="1" y="1" width="12" height="12" />
  </svg>
);

/** Outline: promised. Solid: passed on. Shape tells them apart, colour only helps. Zero is at the left edge in every row. */
function Bar({ promised, passedOn, largest }: { promised: bigint; passedOn: bigint; largest: bigint }) {
  return (
    <svg class="bar" width="100%" height="18" aria-hidden="true" focusable="false">
      <rect class="bar-promised" x="1" y="1" width={share(promised, largest)} height="16" />
      <rect class="bar-passed" x="1" y="1" width={share(passedOn, largest)} height="16" />
    </svg>
  );
}

const max = (a: bigint, b: bigint): bigint => (a > b ? a : b);

/** Of 99 %, so that the outline of the longest bar stays inside. Exact to a tenth of a percent; a picture, not a figure. */
const share = (part: bigint, whole: bigint): string => (part <= 0n ? '0' : `${Number((part * 990n) / whole) / 10}%`);

/** Every month from the first to the last, those without figures at zero: a gap in time is not a gap in the table. */
export function everyMonth(figures: readonly MonthFigures[], nothing: Money): MonthFigures[] {
  const byMonth = new Map(figures.map((each) => [each.month, each]));
  const named = [...byMonth.keys()].sort();
  const [first, last] = [named[0], named.at(-1)];
  const all: MonthFigures[] = [];
  for (let month = first; month && last && month <= last; month = addMonths(month, 1)) {
    all.push(byMonth.get(month) ?? { month, promised: nothing, passedOn: nothing });
  }
  return all;
}
