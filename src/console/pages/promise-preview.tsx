import type { ComponentChildren } from 'preact';
import { type Money, minus } from '../../domain/money.js';
import type { TwelveMonths } from '../../reports/promise-previews.js';
import { Amount } from '../../web/amounts.js';
import { Notice, Table } from '../../web/components.js';
import { DayText, MonthText } from '../../web/days.js';
import { counted } from './words.js';

/** What was set aside beside what would have been, month by month. */
export function PreviewedPromise({ of: { months, together, payments, withoutRate, from, isCut } }: { of: TwelveMonths }) {
  const heads = [
    { words: 'Month' },
    { words: 'Set aside', numeric: true },
    { words: 'Under this wording', numeric: true },
    { words: 'Difference', numeric: true },
  ];
  return (
    <section class="part">
      <h3 id="preview">The last twelve months under this wording</h3>
      <p>
        {counted(payments, 'payment')} from <DayText of={from} /> on fell under your promise. This shows what each would have set aside.{' '}
        <strong>Nothing has changed:</strong> a new version holds from its first day on.
      </p>
      {isCut && <Notice>There are more payments than are reckoned here at once, so the oldest are left out.</Notice>}
      {withoutRate > 0 && (
        <Notice>
          {counted(withoutRate, 'payment')} from abroad {withoutRate === 1 ? 'is' : 'are'} not in the second figure: nobody said what{' '}
          {withoutRate === 1 ? 'it' : 'they'} became in your currency.
        </Notice>
      )}
      {months.length > 0 && (
        <Table caption="Set aside, and what it would have been" heads={heads}>
          {months.map(({ month, ...figures }) => (
            <Line title={<MonthText of={month} />} {...figures} />
          ))}
          {together.map((figures) => (
            <Line title="Together" {...figures} />
          ))}
        </Table>
      )}
    </section>
  );
}

interface LineProps {
  title: ComponentChildren;
  was: Money;
  wouldBe: Money;
}

const Line = ({ title, was, wouldBe }: LineProps) => (
  <tr>
    <th scope="row">{title}</th>
    <td class="number">
      <Amount of={was} />
    </td>
    <td class="number">
      <Amount of={wouldBe} />
    </td>
    <td class="number">
      <Amount of={minus(wouldBe, was)} />
    </td>
  </tr>
);
