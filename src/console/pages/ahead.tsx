import type { Currency } from '../../domain/currency.js';
import { isPositive, type Money } from '../../domain/money.js';
import { Amount } from '../../web/amounts.js';
import { Back, Button, PostForm, Table } from '../../web/components.js';
import { Choice } from '../../web/choices.js';
import { MoneyField } from '../../web/fields.js';
import type { Form } from '../../web/form.js';
import { ConsolePage, type Frame } from './frame.js';
import { pathsOf } from './paths.js';

export interface Ahead {
  readonly frame: Frame;
  /** One a fund, the ledger's own currency first. `credit` is what she may have back, of what is ready to send. */
  readonly funds: readonly { readonly credit: Money; readonly forGood: Money; readonly ready: Money }[];
  readonly currencies: readonly Currency[];
  /** Fields: amount, currency, as (credit, for-good). */
  readonly coverForm: Form;
  /** Fields: takenBack, currency. */
  readonly takeBackForm: Form;
}

/** Out of her own pocket. */
export function AheadPage({ frame, funds, currencies, coverForm, takeBackForm }: Ahead) {
  const at = pathsOf(frame.ledger.slug);
  const ahead = funds.filter(({ credit }) => isPositive(credit));
  const shown = funds.filter(({ credit, forGood }) => isPositive(credit) || isPositive(forGood));
  const heads = [
    { words: 'Ahead of what came in', numeric: true },
    { words: 'Beyond the promise', numeric: true },
    { words: 'Ready to send', numeric: true },
  ];
  return (
    <ConsolePage frame={frame} title="Out of your own pocket" place="settings" faults={[...coverForm.faults, ...takeBackForm.faults]}>
      <Back href={at.settings}>Settings</Back>
      <h1>Out of your own pocket</h1>
      <p>
        You can pass on more than your promise has brought in so far. What you cover ahead is a credit: when more comes in, you may take it
        back out of that. What you give beyond the promise stays, and nothing that comes in later is set against it.
      </p>
      {shown.length > 0 && (
        <Table caption="As it stands" heads={heads}>
          {shown.map(({ credit, forGood, ready }) => (
            <tr>
              <td class="number">
                <Amount of={credit} />
              </td>
              <td class="number">
                <Amount of={forGood} />
              </td>
              <td class="number">
                <Amount of={isPositive(ready) ? ready : { ...ready, minor: 0n }} />
              </td>
            </tr>
          ))}
        </Table>
      )}
      <h2>Put in more</h2>
      <PostForm action={at.coverAhead} formKey={coverForm.key} act="cover" label="Put in more">
        <MoneyField form={coverForm} name="amount" label="How much?" currencies={currencies} />
        <Choice
          form={coverForm}
          name="as"
          label="What is it?"
          options={[
            { value: 'credit', words: 'Ahead: I may take it back when more comes in' },
            { value: 'for-good', words: 'Beyond my promise, for good' },
          ]}
        />
        <Button>Note it</Button>
      </PostForm>
      {ahead.length > 0 && (
        <>
          <h2>Take back what you covered</h2>
          <PostForm action={at.takeBackAhead} formKey={takeBackForm.key} act="take-back" label="Take back what you covered">
            <MoneyField
              form={takeBackForm}
              name="takenBack"
              label="How much of it?"
              currencies={ahead.map(({ credit }) => credit.currency)}
              hint="At most what you are ahead, and no more than is ready to send: what people were promised comes first."
            />
            <Button>Take it back</Button>
          </PostForm>
        </>
      )}
    </ConsolePage>
  );
}
