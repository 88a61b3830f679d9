import type { Month } from '../../domain/calendar.js';
import type { Currency } from '../../domain/currency.js';
import { type Money, minus } from '../../domain/money.js';
import { Amount } from '../../web/amounts.js';
import { Back, Button, Buttons, PostForm, Table } from '../../web/components.js';
import { MonthText } from '../../web/days.js';
import { Field, MoneyField } from '../../web/fields.js';
import type { Form } from '../../web/form.js';
import { ConsolePage, type Frame } from './frame.js';
import { pathsOf } from './paths.js';

export interface Opening {
  readonly frame: Frame;
  readonly stated: readonly { readonly owed: Money; readonly paid: Money; readonly month: Month }[];
  /** Fields: owed, currency; paid, in that currency. */
  readonly form: Form;
  /** Those for which nothing was stated yet. */
  readonly currencies: readonly Currency[];
}

/** She starts in the middle of a promise. */
export function OpeningPage({ frame, stated, form, currencies }: Opening) {
  const at = pathsOf(frame.ledger.slug);
  const heads = [
    { words: 'Stated in' },
    { words: 'Owed', numeric: true },
    { words: 'Sent', numeric: true },
    { words: 'Left', numeric: true },
  ];
  return (
    <ConsolePage frame={frame} title="Before this ledger" place="settings" faults={form.faults}>
      <Back href={at.settings}>Settings</Back>
      <h1>Before this ledger</h1>
      <p>You may have made and kept your promise for a while. Say once what came together before the first payment you record here.</p>
      {stated.length > 0 && (
        <Table caption="As you stated it" heads={heads}>
          {stated.map(({ owed, paid, month }) => (
            <tr>
              <th scope="row">
                <MonthText of={month} />
              </th>
              <td class="number">
                <Amount of={owed} />
              </td>
              <td class="number">
                <Amount of={paid} />
              </td>
              <td class="number">
                <Amount of={minus(owed, paid)} />
              </td>
            </tr>
          ))}
        </Table>
      )}
      {currencies.length === 0 ? (
        <p>It is stated. What was forgotten is recorded as a payment or payout of its own.</p>
      ) : (
        <PostForm action={at.opening} formKey={form.key}>
          <MoneyField
            form={form}
            name="owed"
            label="How much had you promised?"
            currencies={currencies}
            hint="All of it, from the beginning. 0 if you start today."
          />
          <Field
            form={form}
            name="paid"
            label="How much of it had you sent?"
            inputMode="decimal"
            width="medium"
            hint="In the same currency. Whatever is left is ready to send."
          />
          <p class="hint">This can be stated once per currency.</p>
          <Buttons>
            <Button>State it</Button>
          </Buttons>
        </PostForm>
      )}
    </ConsolePage>
  );
}
