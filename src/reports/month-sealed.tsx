import type { MonthSeal, Restatement } from '../domain/month.js';
import { type MonthChanges, changeNames } from '../domain/month-totals.js';
import { type Money, nothing } from '../domain/money.js';
import { Amount } from '../web/amounts.js';
import { Table } from '../web/components.js';
import { monthInWords } from '../web/days.js';

const words: Readonly<Record<keyof MonthChanges, string>> = {
  kept: 'Came in and was kept',
  tax: 'Tax inside it',
  fees: 'Fees',
  setAside: 'Set aside',
  adjusted: 'Refunds and corrections',
  advanced: 'Covered by the practice',
  sent: 'Sent',
  cameBack: 'Came back',
};

interface Late {
  readonly name: keyof MonthChanges;
  readonly currency: string;
  readonly sealed?: Money;
  readonly restatement: Restatement;
  readonly changed: Money;
  readonly together?: Money;
}

const inCurrency = (all: readonly MonthChanges[] | undefined, name: keyof MonthChanges, currency: string): Money | undefined =>
  all && (all.find(({ kept }) => kept.currency === currency)?.[name] ?? nothing(currency));

/** Every figure that something came late for: as it was closed, what came, and both together. */
export const lateFigures = (seal: MonthSeal | undefined, restatements: readonly Restatement[]): Late[] =>
  restatements.flatMap((restatement) =>
    restatement.changed.flatMap((changes) =>
      changeNames.flatMap((name): Late[] => {
        const changed = changes[name];
        const { currency } = changed;
        const [sealed, together] = [inCurrency(seal?.totals, name, currency), inCurrency(restatement.restated, name, currency)];
        return changed.minor === 0n
          ? []
          : [{ name, currency, restatement, changed, ...(sealed && { sealed }), ...(together && { together }) }];
      }),
    ),
  );

/** What a closed month said, and what it would say with all that came late: the one never takes the place of the other. */
export function Restated({ seal, restatements = [] }: { seal?: MonthSeal | undefined; restatements?: readonly Restatement[] | undefined }) {
  const late = lateFigures(seal, restatements);
  const numeric = (said: string) => ({ words: said, numeric: true });
  return (
    <>
      {late.length > 0 && (
        <Table
          caption="What came late for this month, and stands in the one in which it is booked"
          heads={[{ words: 'What' }, { words: 'Booked in' }, numeric('As closed'), numeric('Came late'), numeric('With it')]}
        >
          {late.map(({ name, restatement, sealed, changed, together }) => (
            <tr>
              <th scope="row">{words[name]}</th>
              <td class="nowrap">{monthInWords(restatement.bookedIn)}</td>
              <td class="number">{sealed && <Amount of={sealed} />}</td>
              <td class="number">
                <Amount of={changed} />
              </td>
              <td class="number">{together && <Amount of={together} />}</td>
            </tr>
          ))}
        </Table>
      )}
      {seal && (
        <p class="words">
          Sealed with event {seal.position} of the books, whose hash speaks for all before it: <span class="mono">{seal.hash}</span>
        </p>
      )}
    </>
  );
}
