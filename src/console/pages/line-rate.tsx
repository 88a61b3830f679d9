import type { Currency } from '../../domain/currency.js';
import { Field, MoneyField } from '../../web/fields.js';
import type { Form } from '../../web/form.js';

/** Names of the boxes beside a line that lacks a rate, by the line's number. */
export const rateFields = (line: number | string) => ({
  amount: `became-${line}`,
  currency: `became-${line}-in`,
  source: `source-${line}`,
});

/** What a line from abroad became: a figure that somebody gives, and who it is. None is looked up. */
export function LineRate({ form, line, becameIn }: { form: Form; line: number; becameIn: Currency }) {
  const { amount, currency, source } = rateFields(line);
  return (
    // biome-ignore lint/a11y/useSemanticElements: the line's own words are its legend, and stand elsewhere
    <div role="group" aria-labelledby={`says-${line}`}>
      <MoneyField
        form={form}
        name={amount}
        label={`What did it become in ${becameIn}?`}
        optional
        currencies={[becameIn]}
        currencyName={currency}
        hint="To record it. Take the figure that PayPal or your bank gives; none is looked up for you."
      />
      <Field form={form} name={source} label="Who says so?" optional width="medium" hint="PayPal, bank, or where your rate comes from." />
    </div>
  );
}
