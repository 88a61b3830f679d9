import type { Month } from '../../domain/calendar.js';
import type { Money } from '../../domain/money.js';
import { Amounts } from '../../web/amounts.js';
import { Pick } from '../../web/choices.js';
import { Button, Buttons, PostForm, Table } from '../../web/components.js';
import type { Form } from '../../web/form.js';
import { MonthText } from '../../web/days.js';
import { ConsolePage, type Frame } from './frame.js';
import { pathsOf } from './paths.js';

export interface MonthLine {
  readonly month: Month;
  readonly received: readonly Money[];
  readonly setAside: readonly Money[];
  readonly sent: readonly Money[];
  readonly state: 'running' | 'ended' | 'closed';
}

export interface Months {
  readonly frame: Frame;
  /** Field: day. */
  readonly form: Form;
  /** On which day the close of the month before is prepared; absent for who may not close. */
  readonly closingDay?: number;
  /** Newest first. */
  readonly months: readonly MonthLine[];
  /** Whether she may take every event away, and not only the amounts. */
  readonly mayTakeAll: boolean;
}

const stateWords: Readonly<Record<MonthLine['state'], string>> = { running: 'running', ended: 'can be closed', closed: 'closed' };

export function MonthsPage({ frame, form, months, closingDay, mayTakeAll }: Months) {
  const at = pathsOf(frame.ledger.slug);
  const heads = [
    { words: 'Month' },
    { words: 'Came in', numeric: true },
    { words: 'Set aside', numeric: true },
    { words: 'Sent', numeric: true },
    { words: 'State' },
  ];
  return (
    <ConsolePage frame={frame} title="Months" place="months" faults={form.faults}>
      <h1>Months</h1>
      {months.length === 0 ? (
        <p>The first month stands here once something was recorded.</p>
      ) : (
        <Table caption="Month by month, newest first" heads={heads}>
          {months.map(({ month, received, setAside, sent, state }) => (
            <tr>
              <th scope="row" class="nowrap">
                <a href={at.month(month)}>
                  <MonthText of={month} />
                </a>
              </th>
              <td class="number">
                <Amounts of={received} />
              </td>
              <td class="number">
                <Amounts of={setAside} />
              </td>
              <td class="number">
                <Amounts of={sent} />
              </td>
              <td class="nowrap">{stateWords[state]}</td>
            </tr>
          ))}
        </Table>
      )}
      <p>
        <a href={at.statements}>Statements of your accounts</a>, held against their lines.
      </p>
      {closingDay !== undefined && (
        <PostForm action={at.closingDay} formKey={form.key} label="When to look at the month before">
          <Pick
            form={form}
            name="day"
            label="On which day of a month do you close the one before?"
            hint="From then on, Today says what is open. Nothing is closed by itself."
            initial={String(closingDay)}
            options={Array.from({ length: 28 }, (_, index) => ({ value: String(index + 1), words: String(index + 1) }))}
          />
          <Buttons>
            <Button quiet>Note it</Button>
          </Buttons>
        </PostForm>
      )}
      <TakeAway exports={at.exports} mayTakeAll={mayTakeAll} />
    </ConsolePage>
  );
}

function TakeAway({ exports, mayTakeAll }: { exports: (file: string) => string; mayTakeAll: boolean }) {
  return (
    <>
      <h2 class="no-print">Take it with you</h2>
      <p class="no-print">All that moved, in double entry. Nothing in it tells who paid or who received:</p>
      <ul class="no-print">
        <li>
          <a href={exports('books.csv')}>as CSV, for a spreadsheet</a>
        </li>
        <li>
          <a href={exports('books.journal')}>as a journal for hledger</a>
        </li>
        <li>
          <a href={exports('books.beancount')}>as a file for beancount</a>
        </li>
        {mayTakeAll && (
          <li>
            <a href={exports('events.json')}>every event, as JSON</a>: names and addresses are in it, sealed, and not the keys that open
            them
          </li>
        )}
      </ul>
    </>
  );
}
