import type { DayTotal } from '../../domain/day-total.js';
import { Amount } from '../../web/amounts.js';
import { Table } from '../../web/components.js';
import { DayText } from '../../web/days.js';
import { methodWords } from './words.js';

/** Totals as a booking program states them. */
export const DayTotalsTable = ({ caption, totals }: { caption: string; totals: readonly DayTotal[] }) => (
  <Table
    caption={caption}
    heads={[{ words: 'Day' }, { words: 'How' }, { words: 'Payments', numeric: true }, { words: 'Together', numeric: true }]}
  >
    {totals.map(({ day, method, count, amount }) => (
      <tr>
        <th scope="row" class="nowrap">
          <DayText of={day} />
        </th>
        <td>{methodWords[method]}</td>
        <td class="number">{count ?? 'not said'}</td>
        <td class="number">
          <Amount of={amount} />
        </td>
      </tr>
    ))}
  </Table>
);
